// What people of the sample commune say in their kitchens, and what is promised them: invented, everyday, nobody's.
import type { Topic } from '#commune/visits/rows.ts';

export interface Talk {
  readonly topic: Topic;
  readonly words: string;
  /** What the visitor promises to see to, and within how many days; null where listening was all. */
  readonly promise: { readonly what: string; readonly days: number } | null;
  /** What is said when it is claimed done. */
  readonly claim?: string;
}

const promise = (what: string, days: number) => ({ what, days });

export const TALKS: readonly Talk[] = [
  { topic: 'livelihood', words: 'Nhà bỏ ra 106 triệu mua 6 con bò, nay bò xuống giá, không biết nên bán hay giữ.', promise: promise('Mời cán bộ khuyến nông đến xem đàn bò và tính cùng gia đình', 14), claim: 'Khuyến nông xã đã đến xem, gia đình giữ lại 4 con cái.' },
  { topic: 'livelihood', words: 'Heo chết vì dịch, chuồng bỏ không từ tháng trước. Muốn nuôi lại mà sợ.', promise: promise('Hướng dẫn khử trùng chuồng và xin vắc-xin trước khi nuôi lại', 21), claim: 'Đã khử trùng chuồng hai lần, thú y đã tiêm cho lứa mới.' },
  { topic: 'livelihood', words: 'Muốn vay ngân hàng chính sách để mua bò giống mà chưa biết làm giấy tờ.', promise: promise('Giúp gia đình làm hồ sơ vay ở tổ tiết kiệm và vay vốn', 14), claim: 'Đã nộp hồ sơ, tổ đã họp bình xét.' },
  { topic: 'livelihood', words: 'Vườn tạp sau nhà bỏ hoang, muốn trồng cây ăn quả mà không có giống.', promise: promise('Xin 20 cây giống sầu riêng, bơ của chương trình cải tạo vườn tạp', 45), claim: 'Đã giao 20 cây giống, hướng dẫn đào hố bón lót.' },
  { topic: 'livelihood', words: 'Cà phê chín mà thiếu người hái, thuê thì đắt.', promise: promise('Rủ tổ đổi công trong thôn giúp hái hai buổi', 10), claim: 'Tổ đổi công 9 người đã giúp hai buổi.' },
  { topic: 'livelihood', words: 'Mì bán rẻ quá, thương lái ép giá.', promise: promise('Hỏi giá nhà máy và báo lại cho gia đình', 7), claim: 'Đã báo giá nhà máy, gia đình bán chung xe với ba hộ.' },
  { topic: 'livelihood', words: 'Bán tạp hóa thêm được đồng ra đồng vào, đủ tiền cho con đi học.', promise: null },
  { topic: 'livelihood', words: 'Lứa heo này xuất được 12 con, đã trả bớt nợ.', promise: null },
  { topic: 'road', words: 'Đoạn đường vào xóm lầy lội, mưa xuống xe máy không đi được.', promise: promise('Đề nghị đưa đoạn đường vào kế hoạch bê tông của thôn và trả lời gia đình', 30), claim: 'Đoạn đường đã có trong kế hoạch, thôn họp bàn góp công.' },
  { topic: 'road', words: 'Cống trước nhà bị tắc, nước tràn vào sân.', promise: promise('Huy động thanh niên khơi cống trước nhà', 7), claim: 'Sáng chủ nhật đã khơi xong cống.' },
  { topic: 'road', words: 'Đường mới đổ bê tông đi sạch sẽ, con đi học không ngã nữa.', promise: null },
  { topic: 'water', words: 'Nước máy chảy yếu, có hôm mất cả ngày.', promise: promise('Báo tổ quản lý nước sửa van đầu xóm', 10), claim: 'Tổ nước đã thay van, nước chảy đều.' },
  { topic: 'water', words: 'Giếng cạn từ tháng ba, phải đi chở nước.', promise: promise('Xin bồn chứa nước và lịch chở nước mùa khô', 14), claim: 'Đã có bồn 1.000 lít, xe nước đến thứ ba hằng tuần.' },
  { topic: 'power', words: 'Dây điện sau nhà chùng xuống gần mái, sợ cháy.', promise: promise('Báo điện lực đến căng lại dây', 7), claim: 'Điện lực đã căng dây, thay hai sứ.' },
  { topic: 'house', words: 'Mái nhà dột mấy chỗ, mùa mưa không ngủ được.', promise: promise('Vận động tôn và công thợ sửa mái', 30), claim: 'Bà con góp 14 tấm tôn, thợ làm một ngày xong.' },
  { topic: 'house', words: 'Nhà sàn cũ, cột mối ăn, muốn sửa mà thiếu tiền.', promise: promise('Làm hồ sơ xin hỗ trợ sửa nhà và báo kết quả', 45), claim: 'Hồ sơ đã được xét, gia đình có trong danh sách năm nay.' },
  { topic: 'school', words: 'Cháu nghỉ học ở nhà trông em, cô giáo có đến hỏi.', promise: promise('Cùng cô giáo tính cách để cháu đi học lại', 10), claim: 'Cháu đã đi học lại, em nhỏ gửi lớp mầm non.' },
  { topic: 'school', words: 'Nhà xa trường, chiều mưa cháu về muộn.', promise: null },
  { topic: 'health', words: 'Thẻ bảo hiểm y tế hết hạn, đi khám phải trả tiền.', promise: promise('Đối chiếu danh sách và xin cấp lại thẻ bảo hiểm y tế', 14), claim: 'Thẻ mới đã đưa tận nhà.' },
  { topic: 'health', words: 'Bà cụ đau chân không đi trạm y tế được.', promise: promise('Nhờ y tế thôn đến nhà khám cho cụ', 5), claim: 'Y tế thôn đã đến khám, hẹn tái khám sau hai tuần.' },
  { topic: 'policy', words: 'Nghe nói có hỗ trợ gạo giáp hạt mà nhà chưa được.', promise: promise('Hỏi danh sách hỗ trợ gạo và trả lời rõ vì sao', 7), claim: 'Đã giải thích, gia đình có tên trong đợt hai.' },
  { topic: 'policy', words: 'Giấy khai sinh của cháu sai tên đệm, đi lại mấy lần chưa xong.', promise: promise('Đi cùng gia đình lên bộ phận một cửa sửa giấy khai sinh', 10), claim: 'Đã nhận giấy khai sinh sửa đúng tên.' },
  { topic: 'land', words: 'Sổ đỏ còn tên ông nội, muốn sang tên cho con.', promise: promise('Hướng dẫn giấy tờ sang tên và hẹn ngày nộp', 21), claim: 'Đã nộp hồ sơ, có giấy hẹn trả kết quả.' },
  { topic: 'land', words: 'Ranh rẫy với nhà bên chưa rõ, sợ mất lòng nhau.', promise: promise('Mời già làng và hai nhà cùng đo lại ranh rẫy', 14), claim: 'Hai nhà đã thống nhất, cắm cọc lại.' },
  { topic: 'environment', words: 'Rác ở bãi đầu thôn bay vào vườn, mùi lắm.', promise: promise('Xếp lịch dọn bãi rác và đặt thùng mới', 14), claim: 'Đã dọn bãi, có hai thùng mới.' },
  { topic: 'village', words: 'Nhạc bật khuya ở quán đầu xóm, trẻ con không ngủ được.', promise: promise('Nói với chủ quán theo quy ước của thôn', 5), claim: 'Chủ quán đã hứa tắt nhạc trước 22 giờ.' },
  { topic: 'village', words: 'Hàng rào hoa trước nhà làm xong rồi, muốn xin thêm giống hoa.', promise: promise('Xin giống hoa ở tổ phụ nữ', 10), claim: 'Đã đưa 30 cây hoa giống.' },
  { topic: 'thanks', words: 'Cảm ơn tổ đã giúp sửa mái, năm nay không dột nữa.', promise: null },
  { topic: 'thanks', words: 'Nhờ cán bộ chỉ cách ủ cỏ, bò khỏe hẳn.', promise: null },
  { topic: 'other', words: 'Con đi làm xa, ở nhà chỉ còn hai ông bà với cháu.', promise: null },
];

/** Petitions: each needs a written status reply within 10 working days. */
export const PETITIONS: readonly { readonly topic: Topic; readonly matter: string; readonly reply: string }[] = [
  { topic: 'land', matter: 'Xin xem lại diện tích đất rẫy ghi trong sổ, thiếu khoảng 3 sào so với đang làm.', reply: 'Xã đã nhận, hẹn đo lại thực địa cùng gia đình trong tháng.' },
  { topic: 'policy', matter: 'Xin trả lời vì sao hộ chưa được hỗ trợ làm nhà vệ sinh.', reply: 'Hộ có trong danh sách đợt sau; danh sách dán ở nhà văn hoá.' },
  { topic: 'water', matter: 'Đề nghị làm thêm một điểm lấy nước cho cụm cuối làng.', reply: 'Đã khảo sát, đưa vào dự toán quý tới.' },
];

/** Reasons a promise was taken back, told to the household. */
export const WITHDRAWALS: readonly string[] = [
  'Chương trình cây giống năm nay đã hết, sang năm mới có đợt mới; đã nói với gia đình.',
  'Đoạn đường thuộc dự án của tỉnh sẽ làm, thôn không làm được; đã báo gia đình.',
  'Ngân hàng trả lời hồ sơ chưa đủ điều kiện; đã chỉ gia đình cách khác.',
];

export const REOPENINGS: readonly string[] = ['Chưa xong, mưa xuống vẫn dột một góc.', 'Mới làm được một nửa.', 'Có đến nhưng chưa mang giấy tờ.'];
