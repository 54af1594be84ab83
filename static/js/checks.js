// The list of checks beside the form: to the words that a check is about, another
// spelling in their place, or the spelling kept for good.
'use strict';
{
    // More are not in a text that somebody writes.
    const MOST = 100;

    // Whole words: "Tân Uyê" is not found again in "Tân Uyên".
    const whole = (words) => new RegExp(
        `(?<!\\p{L})${words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!\\p{L})`, 'u',
    );

    const selectInEditor = (words) => {
        const body = document.querySelector('.cke_wysiwyg_div');
        const walker = body && document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
        while (walker?.nextNode()) {
            const at = walker.currentNode.data.search(whole(words));
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(walker.currentNode, at);
            range.setEnd(walker.currentNode, at + words.length);
            body.focus();
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            walker.currentNode.parentElement.scrollIntoView({ block: 'center' });
            return true;
        }
        return false;
    };

    // The field in which the words are selected now, or undefined.
    const selectInField = (words) => {
        for (const field of document.querySelectorAll('#id_title, #id_lead')) {
            const at = field.value.search(whole(words));
            if (at < 0) continue;
            field.focus();
            field.setSelectionRange(at, at + words.length);
            return field;
        }
    };

    const select = (words) => selectInEditor(words) || selectInField(words);

    const replaceInField = (words, others) => {
        const field = selectInField(words);
        if (!field) return false;
        field.setRangeText(others);
        field.dispatchEvent(new Event('input', { bubbles: true }));
        return true;
    };

    // Through the editor, so that it can be taken back there.
    const replaceInEditor = (words, others) => {
        if (!selectInEditor(words)) return false;
        globalThis.CKEDITOR.instances.id_body.insertText(others);
        return true;
    };

    const replace = (words, others) => {
        for (let done = 0; done < MOST; done += 1) {
            if (!replaceInEditor(words, others) && !replaceInField(words, others)) break;
        }
        document.dispatchEvent(new Event('check-again'));
    };

    const keep = (button) => {
        const kept = document.createElement('input');
        Object.assign(kept, { type: 'hidden', name: 'name_ok', value: button.dataset.spelled });
        document.querySelector('[data-desk]').before(kept);
        button.closest('li').hidden = true;
        kept.dispatchEvent(new Event('input', { bubbles: true }));
        document.dispatchEvent(new Event('check-again'));
    };

    const show = () => {
        for (const button of document.querySelectorAll('[data-checks] button')) button.hidden = false;
    };

    document.addEventListener('click', ({ target }) => {
        const { find, instead, spelled } = target.dataset;
        if (find) select(find);
        else if (instead) replace(target.dataset.words, instead);
        else if (spelled) keep(target);
    });
    document.addEventListener('checks-shown', show);
    show();
}
