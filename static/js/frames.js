// Shows a page of desktop width whole in whatever room there is, and copies the
// address of a preview. Without it the frame scrolls and the address is selected.
'use strict';
{
    const fit = (view) => {
        const frame = view.firstElementChild;
        const scale = Math.min(1, view.clientWidth / frame.offsetWidth);
        frame.style.transform = `scale(${scale})`;
        frame.style.marginBlockEnd = `${(scale - 1) * frame.offsetHeight}px`;
        frame.style.marginInlineEnd = `${(scale - 1) * frame.offsetWidth}px`;
    };

    for (const view of document.querySelectorAll('[data-fit]')) {
        new ResizeObserver(() => fit(view)).observe(view);
    }

    for (const button of document.querySelectorAll('[data-copy]')) {
        // Browsers copy on https and on the own machine alone.
        button.hidden = !navigator.clipboard;
        button.addEventListener('click', async () => {
            await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
            document.querySelector('[data-copied]').textContent = 'Đã chép.';
        });
    }
}
