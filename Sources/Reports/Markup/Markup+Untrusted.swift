extension Markup {
  /// What goes beyond is cut, and the page says how much: a page must open even where a model never stopped.
  package static let characterLimit = 4_000

  /// A text that we did not write: escaped, kept from turning the direction of what surrounds it, and cut.
  ///
  /// - Parameter whole: stands after the text where it was cut, and leads to the whole.
  package static func untrusted(
    _ element: String, _ style: String, _ text: String, limit: Int = characterLimit, whole: Markup = .empty
  ) -> Markup {
    // Scalars, not characters: one character may be a letter with a million marks on it.
    let scalars = text.unicodeScalars
    let shown = scalars.prefix(limit)
    let rest = shown.endIndex == scalars.endIndex ? 0 : scalars.count - limit
    return .tag(
      element, ["class": "untrusted \(style)", "dir": "auto"],
      breakable(shown) + (rest > 0 ? [cut(rest), whole] : []))
  }

  /// The text in pieces between which a line may break.
  ///
  /// Browsers take time that grows with the square of a word's length: half a million letters without a space kept one
  /// busy for a minute, and take it half a second in pieces.
  private static func breakable(_ text: Substring.UnicodeScalarView) -> [Markup] {
    var pieces: [Markup] = []
    var piece = String.UnicodeScalarView()
    var length = 0
    for scalar in text {
      piece.append(scalar)
      length = scalar == " " || scalar == "\n" ? 0 : length + 1
      guard length == longestWord else { continue }
      pieces += [.text(String(piece)), .tag("wbr")]
      piece = String.UnicodeScalarView()
      length = 0
    }
    return pieces + [.text(String(piece))]
  }

  private static let longestWord = 500

  /// Says how much was cut.
  package static func cut(_ count: Int) -> Markup {
    .tag("span", ["class": "cut"], " … \(count) more characters")
  }
}
