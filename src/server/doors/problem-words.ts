// Every refusal of a door in Vietnamese: what happened and what to do about it.

const WORDS = {
  'request.malformed': 'Máy chủ không hiểu yêu cầu ({what}). Hãy tải lại trang rồi thử lại.',
  'request.too-large': 'Gửi quá nhiều một lần. Hãy gửi ít hơn mỗi lần.',
  'request.type': 'Kiểu nội dung gửi lên không được nhận ở đây.',
  'request.foreign': 'Yêu cầu đến từ một trang web khác nên bị chặn. Hãy mở thẳng trang của xã rồi thử lại.',
  'request.too-many': 'Máy gửi quá dày. Hãy chờ {seconds} giây rồi thử lại.',
  'request.too-slow': 'Đường truyền quá chậm nên yêu cầu bị ngắt. Hãy thử lại khi sóng tốt hơn.',
  'request.not-found': 'Không có gì ở địa chỉ này.',
  'server.trouble': 'Máy chủ gặp trục trặc và đã ghi lại. Những gì lưu trên máy vẫn còn; hãy thử lại sau ít phút.',
  'server.busy': 'Máy chủ đang bận. Hãy thử lại sau {seconds} giây.',
  'server.full': 'Ổ đĩa của máy chủ đã đầy. Những gì lưu trên máy vẫn còn; hãy báo cán bộ xã.',
  'app.unbuilt': 'Ứng dụng chưa được dựng. Trên máy chủ hãy chạy: npm start',
  'sign-in.wrong': 'Tên đăng nhập, mật khẩu, phiếu hoặc mã PIN không đúng. Hãy xem lại từng chữ rồi thử lại.',
  'sign-in.wait': 'Đã nhập sai nhiều lần. Hãy chờ {seconds} giây rồi thử lại; nếu quên, hãy xin cán bộ xã phiếu mới.',
  'sign-in.needed': 'Cần đăng nhập lại. Mọi việc đã lưu trên máy vẫn còn và sẽ được gửi sau khi đăng nhập.',
  'sign-in.closed': 'Người này không còn trong danh sách của xã. Hãy hỏi cán bộ xã.',
  'slip.used': 'Phiếu này đã dùng hoặc đã hết hạn. Hãy xin cán bộ xã phiếu mới.',
  'password.short': 'Mật khẩu cần ít nhất {least} ký tự. Một câu ngắn dễ nhớ là tốt nhất.',
  'password.long': 'Mật khẩu dài quá {most} ký tự.',
  'password.common': 'Mật khẩu này quá dễ đoán. Hãy chọn một câu ngắn chỉ mình biết.',
  'password.wrong': 'Mật khẩu cũ không đúng.',
  'login.taken': 'Tên đăng nhập {login} đã có người dùng. Hãy chọn tên khác.',
  'login.malformed': 'Tên đăng nhập gồm 3 đến 40 chữ không dấu, số, dấu chấm hoặc gạch; hoặc là số điện thoại.',
  'post.officer-needed': 'Việc này chỉ cán bộ xã làm được.',
  'person.unknown': 'Không có người này trong xã.',
  'household.unknown': 'Không có hộ này trong sổ của xã.',
  'household.closed': 'Hộ {household} đã đóng, không cấp thẻ được.',
  'device.unknown': 'Không có điện thoại này trong danh sách.',
  'act.malformed': 'Việc thứ {turn} gửi lên không đúng mẫu. Hãy cập nhật ứng dụng rồi gửi lại.',
  'act.wrong-device': 'Việc gửi lên không phải của máy này.',
  'act.refused': 'Không ghi vào sổ được: {reason}.',
  'rows.malformed': 'Chỗ đọc tiếp không đúng. Hãy đọc lại từ đầu.',
  'clip.malformed': 'Ảnh hoặc ghi âm gửi lên thiếu thông tin ({what}).',
  'clip.unknown': 'Không có ảnh hoặc ghi âm này.',
  'clip.too-large': 'Ảnh hoặc ghi âm lớn quá {most} byte.',
  'clip.offset': 'Phần gửi lên không nối tiếp phần đã có. Hãy gửi tiếp từ byte {offset}.',
  'clip.wrong-hash': 'Ảnh hoặc ghi âm đến nơi không còn nguyên vẹn. Hãy gửi lại từ đầu.',
  'clip.wrong-type': 'Nội dung không phải kiểu {type} như đã báo.',
  'clip.too-many-pixels': 'Ảnh quá lớn: nhiều nhất 25 triệu điểm ảnh.',
  'setup.done': 'Máy chủ này đã có xã. Hãy đăng nhập.',
  'setup.running': 'Máy chủ đang dựng xã mẫu. Hãy chờ.',
  'setup.unknown-commune': 'Không có xã mang mã {code} trong danh sách.',
  'setup.villages': 'Cần ít nhất một thôn, nhiều nhất 200 thôn, mỗi thôn một tên khác nhau.',
} as const;

export type ProblemCode = keyof typeof WORDS;

/** The Vietnamese sentence of a code, with its parameters put in. */
export function words(code: ProblemCode, params: Readonly<Record<string, string | number>>): string {
  return WORDS[code].replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? '…'));
}
