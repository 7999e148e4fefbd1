// Why the book did not take something, in Vietnamese: what happened, what it means, what to do.
import type { About, RefusalWords } from './refusal-words.ts';

const again = 'Mở lại trang này để thấy điều mới nhất, rồi làm lại nếu vẫn cần.';
const askOfficer = 'Hỏi cán bộ xã.';

export const words = {
  'act.altered': { what: 'Việc này đã gửi một lần với nội dung khác', means: 'Xã giữ bản đầu tiên. Bản sau được cất riêng để người ta xem.', remedy: 'Xem lại trong sổ. Nếu bản đầu chưa đúng, ghi một việc mới để sửa.' },
  'act.broken': { what: 'Phần mềm gặp lỗi khi ghi việc này', means: 'Chưa có gì được lưu.', remedy: 'Tới chỗ có sóng để lấy bản mới, rồi ghi lại. Nếu lặp lại, báo cán bộ xã.' },
  'act.unknown': { what: 'Bản phần mềm này chưa làm được việc ấy', remedy: 'Tới chỗ có sóng, mở lại phần mềm để lấy bản mới, rồi ghi lại.' },
  'act.version': { what: 'Việc này ghi bằng bản phần mềm quá cũ', remedy: 'Tới chỗ có sóng để lấy bản mới, rồi ghi lại.' },
  'act.withheld': { what: 'Việc này chưa vào sổ', means: 'Máy của xã đã dựng lại từ bản sao, và máy này đã báo sẽ không gửi việc này nữa.', remedy: 'Nếu vẫn cần, ghi lại việc này.' },
  'body.invalid': (a: About) => ({ what: `${a('field')}: ${a('problem')}`, remedy: 'Sửa chỗ đó rồi lưu lại.' }),

  'day.early': (a: About) => ({ what: `${a('field')} sớm quá`, means: `Sớm nhất là ${a('earliest')}.`, remedy: 'Chọn ngày khác.' }),
  'day.future': (a: About) => ({ what: `${a('field')} ${a('day')} chưa tới`, remedy: 'Chọn ngày đã qua. Nếu ngày trên máy sai, chỉnh lại giờ của máy.' }),
  'day.late': (a: About) => ({ what: `${a('field')} xa quá`, means: `Xa nhất là ${a('latest')}.`, remedy: 'Xem lại năm đã chọn.' }),

  'post.needed': (a: About) => ({ what: 'Việc này không phải của bạn', means: `Người làm được: ${a('roles')}.`, remedy: 'Nhờ người ấy làm, hoặc hỏi cán bộ xã xem bạn được giao việc gì.' }),
  'post.elsewhere': (a: About) => ({ what: 'Hộ này, thôn này không phải phần bạn được giao', means: `Bạn làm ${a('role')} ở nơi khác, hoặc vừa được phân công lại.`, remedy: 'Hỏi trưởng thôn hoặc cán bộ xã ai phụ trách hộ này.' }),
  'post.ended': (a: About) => ({ what: `Việc ${a('role')} của bạn đã hết từ ${a('until')}`, remedy: 'Nếu bạn vẫn làm việc này, nhờ cán bộ xã giao lại.' }),

  'commune.day-twice': (a: About) => ({ what: `Ngày ${a('day')} vừa ghi nghỉ vừa ghi làm bù`, remedy: 'Bỏ một trong hai.' }),
  'commune.known': (a: About) => ({ what: `${a('name')} đã có trong máy chủ này`, remedy: 'Đăng nhập vào xã ấy.' }),
  'commune.other': { what: 'Việc này thuộc xã khác', remedy: 'Mở đúng sổ của xã rồi ghi lại.' },
  'commune.unknown': { what: 'Máy chủ này không giữ sổ của xã ấy', remedy: 'Kiểm tra địa chỉ máy chủ. Hỏi cán bộ xã.' },
  'village.closed': (a: About) => ({ what: `${a('name')} không còn từ ${a('on')}`, remedy: 'Chọn thôn, làng khác.' }),
  'village.known': (a: About) => ({ what: `Đã có thôn, làng này: ${a('name')}`, remedy: 'Dùng thôn đã có.' }),
  'village.unknown': { what: 'Không có thôn, làng này trong sổ', remedy: `Chọn thôn khác. ${askOfficer}` },
  'person.closed': (a: About) => ({ what: `Người này không còn làm việc từ ${a('on')}`, remedy: 'Chọn người khác.' }),
  'person.known': (a: About) => ({ what: `Đã có người này: ${a('name')}`, remedy: 'Dùng tên đã có.' }),
  'person.unknown': { what: 'Sổ không có người này', means: 'Có thể người ấy vừa được thêm mà máy này chưa biết, hoặc là người của một hộ.', remedy: 'Tới chỗ có sóng cho máy cập nhật, rồi chọn lại.' },
  'post.first-officer': (a: About) => ({ what: 'Cán bộ đầu tiên phải làm việc ngay', means: `Bắt đầu từ ${a('today')} hoặc sớm hơn, chưa có ngày kết thúc.`, remedy: 'Sửa ngày rồi lưu lại.' }),
  'post.held': (a: About) => ({ what: `Người này đang là ${a('role')} từ ${a('from')}`, remedy: 'Không cần giao lần nữa. Muốn đổi ngày thì cho nghỉ việc cũ trước.' }),
  'post.last-officer': (a: About) => ({ what: `${a('name')} là cán bộ xã cuối cùng`, means: 'Nếu cho nghỉ thì không còn ai giao việc được nữa.', remedy: 'Giao việc cán bộ xã cho người khác trước.' }),
  'post.many': (a: About) => ({ what: `Một người có nhiều nhất ${a('most')} việc`, remedy: 'Dùng tên khác cho người mới, hoặc giao cho người khác.' }),
  'post.mixed': (a: About) => ({ what: `${a('name')} không thể vừa là người làm việc vừa là đại diện hộ`, means: 'Người làm việc thì ai cũng thấy tên, đại diện hộ thì không.', remedy: 'Tạo một người riêng cho thẻ của hộ.' }),
  'post.over': (a: About) => ({ what: `Việc ${a('role')} này đã hết từ ${a('until')}`, remedy: 'Giao một việc mới.' }),
  'post.place': (a: About) => ({ what: `Chưa đúng nơi cho việc ${a('role')}`, means: `Xem lại: ${a('field')}.`, remedy: 'Chọn đúng thôn và hộ rồi lưu lại.' }),
  'post.unknown': { what: 'Không thấy việc được giao này', remedy: again },

  'household.closed': (a: About) => ({ what: `Hộ này không còn ở đây từ ${a('on')}`, means: 'Hộ đã đóng không nhận thêm chuyến thăm hay lời hứa.', remedy: 'Nếu đóng nhầm, báo cán bộ xã.' }),
  'household.elsewhere': (a: About) => ({ what: `${a('household')} không thuộc ${a('village')}`, remedy: 'Chọn hộ trong đúng thôn, làng.' }),
  'household.full': (a: About) => ({ what: `Một hộ ghi nhiều nhất ${a('most')} người`, remedy: 'Nếu là hai nhà, tách thành hai hộ.' }),
  'household.known': (a: About) => ({ what: `Hộ này đã có trong sổ: ${a('household')}`, remedy: 'Mở hộ đó ra sửa.' }),
  'household.unknown': { what: 'Sổ không có hộ này', means: 'Có thể hộ không còn thuộc việc của bạn.', remedy: `Tới chỗ có sóng cho máy cập nhật. ${askOfficer}` },
  'member.left': (a: About) => ({ what: `${a('name')} đã chuyển đi từ ${a('on')}`, remedy: again }),
  'member.unknown': { what: 'Không thấy người này trong hộ', remedy: again },
  'consent.later': (a: About) => ({ what: `Gia đình đã trả lời khác về việc ${a('purpose')} ngày ${a('on')}`, means: 'Lời nói sau cùng của gia đình mới tính.', remedy: 'Hỏi lại gia đình nếu cần.' }),
  'consent.none': (a: About) => ({ what: `Gia đình chưa từng cho phép ${a('purpose')}`, remedy: 'Không cần làm gì. Chưa cho phép là chưa được làm.' }),
  'consent.withdrawn': (a: About) => ({ what: `Gia đình đã thôi cho phép ${a('purpose')} từ ${a('on')}`, remedy: 'Không cần làm gì nữa.' }),

  'visit.agreed': (a: About) => ({ what: `Gia đình vẫn đang cho phép ${a('purpose')}`, means: 'Chỉ xoá được điều gia đình đã thôi cho phép.', remedy: 'Nếu gia đình muốn xoá, bấm Thôi cho phép trước, rồi xoá.' }),
  'visit.no-consent': (a: About) => ({ what: `Gia đình chưa cho phép ${a('purpose')}`, means: 'Chưa hỏi, hoặc gia đình không đồng ý, hoặc đã thôi cho phép.', remedy: 'Hỏi gia đình và ghi câu trả lời trước. Nếu gia đình không đồng ý, bỏ phần đó ra rồi lưu lại.' }),
  'visit.not-author': (a: About) => ({ what: `Chuyến thăm này do ${a('person')} ghi`, remedy: 'Chỉ người ghi sửa được. Hãy nói với người ấy.' }),
  'visit.too-late': (a: About) => ({ what: `Chỉ sửa được đến ${a('last')}`, remedy: 'Ghi điều đúng vào chuyến thăm lần sau.' }),
  'visit.unknown': { what: 'Không thấy chuyến thăm này', remedy: again },
  'petition.answered': (a: About) => ({ what: `${a('by')} đã trả lời xong ngày ${a('on')}`, remedy: 'Nếu gia đình còn đề nghị, nhận đơn mới.' }),
  'petition.full': (a: About) => ({ what: `Đơn này đã có ${a('most')} lần trả lời`, remedy: 'Nhận đơn mới để làm tiếp.' }),
  'petition.unknown': { what: 'Không thấy đơn này', remedy: again },

  'promise.full': (a: About) => ({ what: `Lời hứa này đã có ${a('most')} lần ghi`, remedy: 'Rút lời hứa này và hứa lại cho rõ.' }),
  'promise.not-done': (a: About) => ({ what: 'Chưa ai báo làm xong việc này', means: `Lời hứa đang: ${a('state')}, từ ${a('on')}.`, remedy: again }),
  'promise.not-keeper': (a: About) => ({ what: `Người lo việc này là ${a('keeper')}`, means: 'Việc có thể đã sang tay khi máy bạn chưa biết.', remedy: `Nói với ${a('keeper')}.` }),
  'promise.not-later': (a: About) => ({ what: `Hạn mới phải sau ${a('dueOn')}`, remedy: 'Chọn ngày muộn hơn.' }),
  'promise.not-offered': (a: About) => ({ what: 'Không còn ai nhờ bạn việc này', means: `${a('by')} đã ${a('did')} ngày ${a('on')}.`, remedy: 'Không cần làm gì.' }),
  'promise.not-open': (a: About) => ({ what: `Lời hứa này ${a('state')}`, means: `${a('by')} ghi ngày ${a('on')}.`, remedy: again }),
  'promise.not-withdrawn': (a: About) => ({ what: 'Lời hứa này chưa rút', means: `Lời hứa đang: ${a('state')}, từ ${a('on')}.`, remedy: again }),
  'promise.offered': (a: About) => ({ what: `Đang nhờ ${a('to')} nhận việc này`, remedy: `Chờ ${a('to')} trả lời đã.` }),
  'promise.outsider': (a: About) => ({ what: `${a('name')} không được giao hộ này`, means: 'Người không được giao thì không xem được, nên không lo được.', remedy: 'Chọn người khác, hoặc nhờ cán bộ xã giao hộ này cho người ấy.' }),
  'promise.own': (a: About) => ({ what: `${a('keeper')} vẫn đang lo việc này`, remedy: 'Chọn người khác.' }),
  'promise.told': (a: About) => ({ what: 'Gia đình đã được báo', means: `${a('by')} ghi ngày ${a('on')}.`, remedy: 'Không cần làm gì nữa.' }),
  'promise.unknown': { what: 'Không thấy lời hứa này', remedy: again },
} satisfies Readonly<Record<string, RefusalWords | ((about: About) => RefusalWords)>>;
