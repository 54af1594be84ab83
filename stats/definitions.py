"""What is counted and what is not, in the words that readers and reports are given."""

from django.conf import settings


def definitions():
    """[(term, sentences)], with the limits of this installation."""
    views, minutes = (
        settings.VISITOR_VIEWS_PER_WINDOW,
        settings.VISITOR_WINDOW_SECONDS // 60,
    )
    network = f"{settings.NETWORK_VISITS_PER_HOUR:,}".replace(",", ".")
    found = [
        (
            "Lượt truy cập",
            "Một người mở cổng rồi đọc liền mạch được tính là một lượt truy cập, dù đọc "
            "bao nhiêu trang. Nghỉ từ 30 phút trở lên rồi đọc tiếp thì tính lượt mới. "
            "Lượt truy cập kết thúc lúc nửa đêm theo giờ Việt Nam và thuộc về giờ mở "
            "trang đầu tiên. Năm con số hôm nay, hôm qua, tháng, năm, tổng số đều là lượt "
            "truy cập.",
        ),
        (
            "Lượt xem",
            "Mỗi lần một trang hiện ra trước mắt người đọc là một lượt xem. Cùng một người "
            "mở lại cùng một trang trong vòng 5 giây chỉ tính một lần.",
        ),
        (
            "Lượt đọc",
            "Lần đầu một bài được mở trong một lượt truy cập là một lượt đọc. Mở lại bài "
            "ấy trong cùng lượt truy cập không tính thêm.",
        ),
        (
            "Khách",
            "Số người khác nhau trong một ngày. Không cộng khách của nhiều ngày với nhau, "
            "vì một người đến hai ngày sẽ bị tính hai lần. Những người dùng chung một mạng "
            "và cùng một loại trình duyệt có thể bị tính là một khách.",
        ),
        ("Đang trực tuyến", "Số khách có mở trang trong 5 phút gần nhất."),
        (
            "Những gì không tính",
            "Máy tìm kiếm và các chương trình tự động khác; trang được trình duyệt tải sẵn "
            "mà chưa ai xem; cán bộ đã vào tòa soạn bằng máy ấy trong 30 ngày gần đây; "
            f"lượt xem thứ {views + 1} trở đi của cùng một khách trong {minutes} phút; lượt "
            f"truy cập mới thứ {network} trở đi từ cùng một dải mạng trong một giờ (những "
            "mạng có rất đông người dùng chung thì giới hạn rộng hơn). Phần không tính được "
            "đếm riêng để cán bộ đối chiếu.",
        ),
        (
            "Khóa sổ",
            "Số của ngày đang diễn ra là tạm tính. Sau nửa đêm, số của ngày vừa qua được "
            "khóa và không thay đổi nữa.",
        ),
        (
            "Tổng số",
            "Gồm số đã có trên cổng cũ, ghi nhận tại ngày bàn giao, cộng với số đếm được từ "
            "đó theo cách trên. Hai phần được giữ riêng, không trộn vào nhau.",
        ),
        (
            "Không theo dõi người đọc",
            "Cổng không đặt cookie để đếm và không lưu địa chỉ mạng của người đọc. Để nhận "
            "ra hai lần mở trang là của cùng một khách, cổng dùng một mã tính từ một phần "
            "địa chỉ mạng, tên trình duyệt và một chuỗi ngẫu nhiên đổi mỗi ngày. Chuỗi ấy "
            "và các mã bị xóa trong vòng 48 giờ, sau đó không ai tính lại được.",
        ),
    ]
    return found + ([WITHOUT_KEY] if settings.RESPECT_DO_NOT_TRACK else [])


WITHOUT_KEY = (
    "Người đọc yêu cầu không theo dõi",
    "Trình duyệt nào gửi yêu cầu không theo dõi (Do Not Track, Global Privacy Control) thì "
    "cổng không tính mã nào cả: mỗi lần mở trang là một lượt xem, đến từ bên ngoài là một "
    "lượt truy cập, và không tính vào số khách.",
)
