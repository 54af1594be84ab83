// CKEditor's customConfig: what its settings (CKEDITOR_CONFIGS) cannot say in JSON.
'use strict';
{
    const CAPTION = 'Viết chú thích ở đây';
    const UNWRITTEN = new RegExp(`<figcaption[^>]*>\\s*${CAPTION}\\s*</figcaption>`, 'g');
    const ALT_LABEL = 'Mô tả ảnh cho người không nhìn thấy (bắt buộc)';
    const ALT_MISSING = 'Hãy viết mô tả ảnh: trong ảnh có gì?';
    const SIGNED_OUT =
        'Máy chủ không nhận ảnh. Có thể phiên làm việc đã hết: hãy mở một thẻ khác, đăng nhập lại rồi tải ảnh lần nữa.';

    // What CKEditor's Vietnamese lacks, or says so that nobody knows what is meant.
    const WORDS = {
        clipboard: {
            pasteMsg: 'Dán nội dung vào ô dưới đây rồi bấm Đồng ý.',
            fileFormatNotSupportedNotification: 'Không nhận tệp loại ${formats}.',
            fileWithoutFormatNotSupportedNotification: 'Không nhận loại tệp này.',
        },
        format: {
            tag_p: 'Đoạn văn',
            tag_h2: 'Đề mục lớn',
            tag_h3: 'Đề mục vừa',
            tag_h4: 'Đề mục nhỏ',
        },
        link: {
            displayText: 'Chữ hiển thị',
            noTel: 'Hãy nhập số điện thoại',
            phoneNumber: 'Số điện thoại',
            toUrl: 'Trang trên mạng',
            toPhone: 'Số điện thoại',
        },
        notification: { closed: 'Đã đóng thông báo.' },
        uploadwidget: {
            abort: 'Đã dừng tải lên.',
            doneOne: 'Đã tải tệp lên.',
            doneMany: 'Đã tải lên %1 tệp.',
            uploadOne: 'Đang tải tệp lên ({percentage}%)…',
            uploadMany: 'Đang tải tệp lên, xong {current} trên {max} ({percentage}%)…',
        },
        widget: { label: 'khối %1' },
    };

    const token = () => document.querySelector('[name=csrfmiddlewaretoken]').value;

    CKEDITOR.editorConfig = (config) => {
        config.fileTools_requestHeaders = { 'X-CSRFToken': token() };
    };

    // Stored figures carry no class, by which image2 knows its own; one without a
    // caption is to it a plain picture.
    const showFigure = (figure) => {
        if (figure.getFirst('figcaption')) {
            figure.addClass('image');
        } else {
            figure.name = 'p';
        }
    };

    const answerOf = (xhr) => {
        try {
            return JSON.parse(xhr.responseText);
        } catch {
            return {};
        }
    };

    // What the server says of a refused upload; CKEditor looks at the status alone.
    const showRefusal = (event) => {
        const loader = event.data.fileLoader;
        const known = loader.xhr.onload;
        loader.xhr.onload = () => {
            const answer = answerOf(loader.xhr);
            if (answer.uploaded) return known();
            loader.message = answer.error?.message ?? SIGNED_OUT;
            loader.changeStatus('error');
        };
    };

    // Its filter for Word asks the parent of a drawing, which may be the whole paste.
    CKEDITOR.htmlParser.fragment.prototype.find = CKEDITOR.htmlParser.element.prototype.find;

    CKEDITOR.plugins.add('portal', {
        beforeInit({ lang }) {
            lang.application = 'Soạn thảo';
            lang.common.url = 'Địa chỉ';
            lang.table.cell.columnHeader = 'Tiêu đề cột';
            lang.table.cell.rowHeader = 'Tiêu đề hàng';
            for (const [part, words] of Object.entries(WORDS)) Object.assign(lang[part], words);
        },

        init(editor) {
            // Between the filter of content (6) and the making of widgets (8).
            editor.on('toHtml', (event) => {
                event.data.dataValue.forEach(
                    (node) => {
                        if (node.name === 'figure') showFigure(node);
                    },
                    CKEDITOR.NODE_ELEMENT,
                    true,
                );
            }, null, null, 7);
            editor.on('getData', (event) => {
                event.data.dataValue = event.data.dataValue.replaceAll(UNWRITTEN, '');
            });
            editor.on('fileUploadRequest', showRefusal, null, null, 4);
        },
    });

    // Dialogs

    const required = (message) => function () {
        return this.getValue().trim() ? true : message;
    };

    const setUpPicture = (definition, editor) => {
        const info = definition.getContents('info');
        definition.title = 'Ảnh trong bài';
        info.label = 'Ảnh';
        info.get('src').label = 'Địa chỉ ảnh (chọn trong thư viện hoặc tải lên ở thẻ bên)';
        info.get('browse').label = 'Thư viện ảnh';
        const alt = info.get('alt');
        alt.label = ALT_LABEL;
        alt.validate = required(ALT_MISSING);
        const caption = info.get('hasCaption');
        caption.label = 'Có chú thích dưới ảnh';
        caption.setup = function (widget) {
            this.setValue(widget.ready ? widget.data.hasCaption : true);
        };
        const { onLoad, onShow, onOk } = definition;
        definition.onLoad = function () {
            onLoad.call(this);
            // The true size is taken over unseen; the style sheet decides what is shown.
            this.getContentElement('info', 'width').getElement().getAscendant('table').hide();
        };
        definition.onShow = function () {
            onShow.call(this);
            this.chosenCaption = '';
        };
        definition.onOk = function (...given) {
            editor.lang.image2.captionPlaceholder =
                CKEDITOR.tools.htmlEncode(this.chosenCaption || CAPTION);
            return onOk && onOk.apply(this, given);
        };
    };

    const setUpTable = (definition) => {
        const info = definition.getContents('info');
        info.get('selHeaders').default = 'row';
        info.get('selHeaders').label = 'Hàng, cột tiêu đề';
        info.get('txtCaption').label = 'Tên bảng';
    };

    CKEDITOR.on('dialogDefinition', ({ editor, data }) => {
        if (data.name === 'image2') setUpPicture(data.definition, editor);
        if (data.name === 'table') setUpTable(data.definition);
    });
}
