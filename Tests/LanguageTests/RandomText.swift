import Language
import Statistics

/// Text that is unlikely anywhere and hard everywhere: contractions, odd spaces, marks, Hangul, emoji, unassigned
/// scalars, and halves of special tokens.
struct RandomText {
  private var generator: SeededGenerator
  private let fragments: [String]

  /// What comes up more often than chance would have it.
  static let fragments =
    [
      "hello", " world", "don't", "I'LL", "we've", "'\u{17F}", "'RE", "  ", "\n\n", "\r\n", " 123", "…", "naïve",
      "e\u{301}", "Å", "\u{212B}", "\u{212A}", "a\u{323}\u{307}", "<|im_", "end|>", "<thin", "\u{AC00}\u{11A8}",
      "\u{F71}\u{F73}", "\u{1113}\u{1176}", "\u{16D67}\u{16D67}",
    ] + ControlToken.allCases.map(\.rawValue)

  init(seed: UInt64, fragments: [String] = Self.fragments) {
    generator = SeededGenerator(seed: seed)
    self.fragments = fragments
  }

  mutating func next() -> String {
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0..<30, using: &generator) {
      if Int.random(in: 0..<10, using: &generator) < 3 {
        text.append(contentsOf: fragments.randomElement(using: &generator)!.unicodeScalars)
      } else {
        text.append(scalar())
      }
    }
    return String(text)
  }

  mutating func tokens(below vocabularySize: Int) -> [TokenID] {
    (0..<Int.random(in: 0..<20, using: &generator)).map { _ in
      TokenID(Int.random(in: 0..<vocabularySize, using: &generator))
    }
  }

  private static let ranges: [ClosedRange<UInt32>] = [
    0x20...0x7E, 0x20...0x7E, 0x09...0x0D, 0x80...0x24F, 0x300...0x36F, 0x370...0x1FFF, 0x1100...0x11FF,
    0x2000...0x206F, 0x2100...0x214F, 0x3000...0x30FF, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0x1F300...0x1FAFF,
    0x1D000...0x1D7FF, 0...0xFFFF, 0x1_0000...0x3_FFFF, 0...0x10_FFFF,
  ]

  private mutating func scalar() -> Unicode.Scalar {
    while true {
      let range = Self.ranges.randomElement(using: &generator)!
      if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator)) { return scalar }
    }
  }
}
