// Select2 (bundled with the Django admin) gives its boxes no name: take it from the
// field's label.
'use strict';
{
    const name = () => {
        for (const select of document.querySelectorAll(
            'select.admin-autocomplete.select2-hidden-accessible')) {
            const label = document.querySelector(`label[for="${select.id}"]`);
            const box = select.nextElementSibling;
            if (!label || !box) continue;
            for (const part of box.querySelectorAll('[role=combobox], [role=textbox], input')) {
                if (!part.hasAttribute('aria-label')) {
                    part.setAttribute('aria-label', label.textContent.trim());
                }
            }
        }
    };
    new MutationObserver(name).observe(document.body, {childList: true, subtree: true});
    name();
}
