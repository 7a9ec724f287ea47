extension Markup {
  /// What goes beyond is cut, and the page says how much: a page must open even where a model never stopped.
  static let characterLimit = 4_000

  /// A text that we did not write: escaped, kept from turning the direction of what surrounds it, and cut.
  static func untrusted(_ element: String, _ style: String, _ text: String) -> Markup {
    let shown = String(text.prefix(characterLimit))
    let rest = shown.endIndex == text.endIndex ? 0 : text.count - shown.count
    return .tag(
      element, ["class": "untrusted \(style)", "dir": "auto"],
      [.text(shown)] + (rest > 0 ? [cut(rest)] : []))
  }

  /// Says how much was cut.
  static func cut(_ count: Int) -> Markup {
    .tag("span", ["class": "cut"], " … \(count) more characters")
  }
}
