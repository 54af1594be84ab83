// Passkeys: the browser makes or shows one, and the form carries it to the server.
'use strict';
{
    const WORDS = {
        missing: 'Trình duyệt hoặc địa chỉ này chưa dùng được khóa truy cập. Mời dùng mã.',
        refused: 'Chưa dùng được khóa: đã thôi giữa chừng, hết giờ, hoặc khóa đã có rồi.',
    };
    const able = Boolean(window.PublicKeyCredential?.parseCreationOptionsFromJSON);

    const ask = {
        create: (options) => navigator.credentials.create(
            { publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
        get: (options) => navigator.credentials.get(
            { publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
    };

    for (const form of document.querySelectorAll('[data-passkey]')) {
        const button = form.querySelector('[data-passkey-go]');
        const note = form.querySelector('[data-passkey-note]');
        const { publicKey } = JSON.parse(
            form.querySelector('#passkey-options').textContent);
        const say = (words) => {
            note.textContent = words;
            note.hidden = !words;
        };

        button.disabled = !able;
        if (!able) say(WORDS.missing);
        button.addEventListener('click', async () => {
            say('');
            try {
                const credential = await ask[form.dataset.passkey](publicKey);
                form.elements.credential.value = JSON.stringify(credential);
                form.submit();
            } catch {
                say(WORDS.refused);
            }
        });
    }
}
