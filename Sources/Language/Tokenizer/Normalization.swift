import Foundation

/// Unicode's normalization form C, as Hugging Face `tokenizers` applies it.
///
/// Swift's own composition is all of it but for a few rare characters, which are seen to here. Random text against
/// Hugging Face's found them in Swift 6.3.
enum Normalization {
  /// The newest Unicode version whose characters are composed and reordered.
  ///
  /// Hugging Face's normalization tables are those of Unicode 9, where anything assigned later stands for itself.
  /// Since no version ever changes the normalization of a character that an earlier one assigned, leaving the newer
  /// ones out gives the same text under every Swift.
  private static let newestVersion = 9

  /// The first character of a later version that takes part in normalization.
  private static let firstNewer: Unicode.Scalar = "\u{7FD}"

  /// The first byte of U+0300, below which no scalar combines with another: text without such bytes is normalized.
  private static let firstCombiningByte: UInt8 = 0xCC

  /// Old Hangul letters beside the ranges of the modern leads, vowels and tails, which Swift takes for modern ones.
  private static let oldHangul: Set<Unicode.Scalar> = ["\u{1113}", "\u{1176}", "\u{11A7}", "\u{11C3}"]

  /// The tails of Hangul syllables. Swift does not join a syllable without a tail to a tail behind it
  /// (U+AC00 U+11A8) unless both are taken apart first.
  private static let tails: ClosedRange<Unicode.Scalar> = "\u{11A8}"..."\u{11C2}"

  /// Tibetan vowel signs that count as letters but stand for two marks, which Swift does not put in order with the
  /// marks before them.
  private static let doubleMarks: [Unicode.Scalar: String] = [
    "\u{F73}": "\u{F71}\u{F72}", "\u{F75}": "\u{F71}\u{F74}", "\u{F81}": "\u{F71}\u{F80}",
  ]

  /// The composed form of `text`.
  static func composed(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < firstCombiningByte }) { return text }
    let scalars = text.unicodeScalars
    var result = String.UnicodeScalarView()
    var start = scalars.startIndex
    while start < scalars.endIndex {
      let end = scalars[start...].firstIndex(where: standsForItself) ?? scalars.endIndex
      result.append(contentsOf: composed(scalars[start..<end]))
      start = end
      while start < scalars.endIndex, standsForItself(scalars[start]) {
        result.append(scalars[start])
        scalars.formIndex(after: &start)
      }
    }
    return String(result)
  }

  private static func composed(_ scalars: Substring.UnicodeScalarView) -> String.UnicodeScalarView {
    var text = String(scalars)
    if scalars.contains(where: { tails.contains($0) || doubleMarks[$0] != nil }) {
      text = scalars.map { doubleMarks[$0] ?? String($0) }.joined().decomposedStringWithCanonicalMapping
    }
    return text.precomposedStringWithCanonicalMapping.unicodeScalars
  }

  private static func standsForItself(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar >= firstNewer else { return false }
    return scalar.properties.age.map { $0.major > newestVersion } ?? true || oldHangul.contains(scalar)
  }
}
