// Shows the picture that was chosen in a cover field. The answer to the search carries
// the picture's address (articles/admin/site.py).
'use strict';
{
    const show = (box, picture) => {
        const image = box.querySelector('img');
        image.hidden = !picture;
        image.alt = picture ? picture.text : '';
        if (picture) image.src = picture.thumbnail;
        box.querySelector('[data-cover-about]').textContent =
            picture ? picture.text : 'Chưa có ảnh bìa.';
    };

    django.jQuery(() => {
        for (const box of document.querySelectorAll('[data-cover]')) {
            django.jQuery(box.querySelector('select'))
                .on('select2:select', (event) => show(box, event.params.data))
                .on('select2:clear', () => show(box, null));
        }
    });
}
