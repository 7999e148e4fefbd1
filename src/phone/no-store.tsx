// What is said where this phone cannot keep a book; loaded when that happens, as it hardly ever does. Until it is here, the page's own line offers to open again.

/** Without a store nothing can be promised to a person, so nothing else is shown. */
export function NoStore({ newer, why }: { readonly newer: boolean; readonly why: string }) {
  return (
    <main style={{ padding: '1.5rem', maxWidth: '36rem', margin: '0 auto' }}>
      <h1>Chưa mở được sổ trên máy này</h1>
      {newer && <p><b>Sổ trên máy do bản ứng dụng mới hơn cất.</b> Có sóng thì đóng ứng dụng, mở lại để lấy bản mới. Việc chưa gửi vẫn nguyên, và đang được gửi đi trong phong bì niêm phong.</p>}
      <p>Trình duyệt không cho ứng dụng cất dữ liệu. Thường là do máy đã đầy bộ nhớ, đang mở ở cửa sổ ẩn danh, hoặc ứng dụng đang mở ở một cửa sổ cũ.</p>
      <p>Hãy đóng các cửa sổ khác của ứng dụng, xoá bớt ảnh hoặc ứng dụng không dùng, rồi bấm Mở lại. Những gì đã lưu trên máy vẫn còn nguyên.</p>
      <p><button type="button" onClick={() => location.reload()}>Mở lại</button></p>
      <p><small>{why}</small></p>
    </main>
  );
}
