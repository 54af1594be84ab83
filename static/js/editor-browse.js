// The picture library in its own window: hands the chosen picture to CKEditor's dialog.
'use strict';
{
    const number = new URLSearchParams(location.search).get('CKEditorFuncNum');

    const choose = ({ url, alt, caption }) => {
        window.opener.CKEDITOR.tools.callFunction(number, url, function () {
            const dialog = this.getDialog();
            dialog.setValueOf('info', 'alt', alt);
            dialog.chosenCaption = caption;
        });
        window.close();
    };

    document.addEventListener('click', (event) => {
        const button = event.target.closest('[data-choose]');
        if (button && window.opener) choose(button.dataset);
    });
}
