// Beside the form of an article: keeps what is typed as a private draft every 20 s and
// on leaving, says who else is here, and shows what the checks find (one request,
// articles/admin/drafting.py). Nothing here takes the focus.
//
// Until the server has it, the text lies in this browser too. In localStorage, since
// sessionStorage ends with the tab or a crash; it goes as soon as the server has
// answered or the form is saved, and after a week at the latest.
'use strict';
{
    const EVERY = 20_000;
    const PAUSE = 1_000;
    const WEEK = 7 * 24 * 60 * 60 * 1000;
    // The most that a browser sends while it leaves a page.
    const KEEPALIVE = 60_000;
    const NOT_HELD = new Set(['csrfmiddlewaretoken', 'page', 'opened']);

    const SIGNED_OUT = 'Phiên làm việc đã hết. Chữ của bạn được giữ trên máy này: '
        + 'mở một thẻ khác, đăng nhập lại rồi viết tiếp ở đây.';
    const AWAY = 'Chưa tới được máy chủ. Chữ của bạn được giữ trên máy này; sẽ thử lại.';
    const OTHER = 'Chưa tự lưu: bài này còn một phần chưa lưu khác của bạn. '
        + 'Lưu bản nháp, hoặc mở hay bỏ phần ấy ở đầu trang.';

    const clock = (iso) => iso.slice(11, 19);

    // Stored texts, by person, article and page of the browser

    const store = {
        prefix: (desk) => `tu-luu:${desk.user}:${desk.article || 'moi'}:`,
        put(key, fields) {
            try {
                localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields }));
            } catch {
                // Full or barred: the server's draft is what is left.
            }
        },
        get(key) {
            try {
                return JSON.parse(localStorage.getItem(key));
            } catch {
                return null;
            }
        },
        drop: (key) => {
            try {
                localStorage.removeItem(key);
            } catch {
                // Barred: there is nothing to drop.
            }
        },
        keys() {
            try {
                return Object.keys(localStorage).filter((key) => key.startsWith('tu-luu:'));
            } catch {
                return [];
            }
        },
    };

    class Desk {
        constructor(box) {
            this.form = box.closest('form');
            this.keepAt = box.dataset.keep;
            this.openAt = box.dataset.open;
            this.article = box.dataset.article;
            this.user = box.dataset.user;
            this.page = this.form.elements.page.value;
            this.key = store.prefix(this) + this.page;
            this.status = document.querySelector('[data-autosave]');
            this.isTyped = false;
            this.tidy(box.dataset.saved.split(' '));
            this.listen();
            this.offer();
            this.report();
            setInterval(() => this.report(), EVERY);
        }

        // Copies of pages that were saved, and old ones.
        tidy(saved) {
            for (const key of store.keys()) {
                const copy = store.get(key);
                const page = key.split(':').pop();
                if (!copy || saved.includes(page) || Date.now() - copy.at > WEEK) store.drop(key);
            }
        }

        listen() {
            const typed = () => this.noteTyping();
            this.form.addEventListener('input', typed);
            this.form.addEventListener('change', typed);
            // Select2 speaks through jQuery alone and CKEditor in its own way; both
            // report their own setting up as a change.
            const chosen = (select) => [...select.selectedOptions].map((o) => o.value).join();
            const known = new Map([...this.form.querySelectorAll('select')].map((s) => [s, chosen(s)]));
            django.jQuery(this.form).on('change', 'select', ({ target }) => {
                if (known.get(target) === chosen(target)) return;
                known.set(target, chosen(target));
                typed();
            });
            globalThis.CKEDITOR?.on('instanceReady', ({ editor }) => {
                const before = editor.getData();
                let isChanged = false;
                editor.on('change', () => {
                    isChanged ||= editor.getData() !== before;
                    if (isChanged) typed();
                });
            });
            this.form.addEventListener('submit', () => {
                this.form.elements.csrfmiddlewaretoken.value = this.token();
                if (this.isTyped) this.hold();
                this.isSent = true;
            });
            document.addEventListener('visibilitychange', () => {
                if (document.visibilityState === 'hidden' && this.isTyped) this.report();
            });
            document.addEventListener('check-again', () => {
                this.noteTyping();
                this.isAskedAgain = this.isReporting;
                this.report();
            });
            addEventListener('pagehide', () => this.leave());
            addEventListener('pageshow', () => { this.isSent = false; });
        }

        noteTyping() {
            this.isTyped = true;
            clearTimeout(this.timer);
            this.timer = setTimeout(() => this.hold(), PAUSE);
        }

        // The form as it stands, with what CKEditor has not written back yet.
        data() {
            for (const editor of Object.values(globalThis.CKEDITOR?.instances ?? {})) {
                if (editor.status === 'ready') editor.updateElement();
            }
            const data = new FormData(this.form);
            for (const [name, value] of [...data]) {
                if (typeof value !== 'string') data.delete(name); // files are sent once
            }
            return data;
        }

        hold() {
            if (!this.isTyped) return;
            const fields = [...this.data()].filter(([name]) => !NOT_HELD.has(name));
            store.put(this.key, fields);
        }

        // Another tab may have signed in anew, with another token.
        token() {
            const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
            return cookie?.[1] ?? this.form.elements.csrfmiddlewaretoken.value;
        }

        async post(data, options = {}) {
            data.set('article', this.article);
            const body = new URLSearchParams(data);
            const response = await fetch(this.keepAt, {
                method: 'POST',
                headers: { 'X-CSRFToken': this.token() },
                redirect: 'manual',
                body,
                ...options,
            });
            if (response.type === 'opaqueredirect' || response.status === 403) {
                throw new Error(SIGNED_OUT);
            }
            if (!response.ok) throw new Error(AWAY);
            return response.json();
        }

        async report() {
            if (this.isSent || this.isReporting) return;
            this.isReporting = true;
            const isTyped = this.isTyped;
            this.isTyped = false;
            const data = this.data();
            if (isTyped) data.set('typed', '1');
            try {
                this.show(await this.post(data), isTyped);
            } catch (error) {
                this.isTyped ||= isTyped;
                this.hold();
                this.say(error instanceof TypeError ? AWAY : error.message, true);
            } finally {
                this.isReporting = false;
                if (this.isAskedAgain) {
                    this.isAskedAgain = false;
                    this.report();
                }
            }
        }

        show(answer, isTyped) {
            replace('[data-presence]', answer.presence);
            if (!isTyped) {
                if (this.status.dataset.bad === AWAY) this.status.hidden = true;
                return;
            }
            replace('[data-checks]', answer.checks);
            if (!answer.kept) {
                this.isTyped = true;
                this.hold();
                return this.say(OTHER, true);
            }
            if (!this.isTyped) {
                clearTimeout(this.timer);
                store.drop(this.key);
            }
            this.say(`Đã tự lưu lúc ${clock(answer.time)}, chỉ mình bạn thấy`);
        }

        leave() {
            if (this.isSent) return;
            this.hold();
            const data = this.isTyped ? this.data() : new FormData();
            if (this.isTyped) data.set('typed', '1');
            data.set('page', this.page);
            data.set('leaving', '1');
            const size = new URLSearchParams(data).toString().length;
            if (size < KEEPALIVE) this.post(data, { keepalive: true }).catch(() => {});
        }

        say(sentence, isBad = false) {
            if (isBad) this.status.dataset.bad = sentence;
            else delete this.status.dataset.bad;
            this.status.hidden = false;
            if (this.status.textContent !== sentence) this.status.textContent = sentence;
        }

        // What an earlier page has left in this browser

        offer() {
            const prefix = store.prefix(this);
            const key = store.keys().find((name) => name.startsWith(prefix) && name !== this.key);
            const box = document.querySelector('[data-local]');
            if (!key || !box) return;
            const copy = store.get(key);
            const time = box.querySelector('[data-local-time]');
            time.textContent = new Date(copy.at).toLocaleString('vi-VN', {
                hour: '2-digit', minute: '2-digit', day: '2-digit', month: '2-digit', year: 'numeric',
            });
            box.hidden = false;
            box.querySelector('[data-local-open]').addEventListener('click', () => this.reopen(key, copy));
            box.querySelector('[data-local-drop]').addEventListener('click', () => {
                store.drop(key);
                box.hidden = true;
            });
        }

        async reopen(key, copy) {
            const page = key.split(':').pop();
            const data = new FormData();
            for (const [name, value] of copy.fields) data.append(name, value);
            data.set('page', page);
            data.set('typed', '1');
            data.set('over', '1');
            try {
                await this.post(data);
                store.drop(key);
                this.isSent = true;
                location.assign(this.openAt + page);
            } catch (error) {
                this.say(error instanceof TypeError ? AWAY : error.message, true);
            }
        }
    }

    // New content only when it differs, so that nothing is read out twice, and never
    // under somebody's hands.
    const replace = (selector, html) => {
        const box = document.querySelector(selector);
        if (html === undefined || !box || box.contains(document.activeElement)) return;
        if (box.dataset.shown === html) return;
        box.dataset.shown = html;
        box.innerHTML = html;
        document.dispatchEvent(new Event('checks-shown'));
    };

    const box = document.querySelector('[data-desk]');
    if (box) new Desk(box);
}
