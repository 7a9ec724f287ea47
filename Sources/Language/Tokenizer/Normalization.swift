import Foundation

/// Unicode's normalization form C, as Hugging Face `tokenizers` applies it.
enum Normalization {
  /// The newest Unicode version whose characters are composed and reordered.
  ///
  /// Hugging Face's normalization tables are those of Unicode 9, where anything assigned later stands for itself.
  /// Since no version ever changes the normalization of a character that an earlier one assigned, leaving the newer
  /// ones out gives the same text under every Swift.
  private static let newestVersion = 9

  /// The first byte of U+0300, below which no scalar combines with another: text without such bytes is normalized.
  private static let firstCombiningByte: UInt8 = 0xCC

  /// The composed form of `text`.
  static func composed(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < firstCombiningByte }) { return text }
    let scalars = text.unicodeScalars
    guard scalars.contains(where: isNewer) else { return text.precomposedStringWithCanonicalMapping }
    var result = String.UnicodeScalarView()
    var start = scalars.startIndex
    while start < scalars.endIndex {
      let end = scalars[start...].firstIndex(where: isNewer) ?? scalars.endIndex
      result.append(contentsOf: String(scalars[start..<end]).precomposedStringWithCanonicalMapping.unicodeScalars)
      guard end < scalars.endIndex else { break }
      result.append(scalars[end])
      start = scalars.index(after: end)
    }
    return String(result)
  }

  private static func isNewer(_ scalar: Unicode.Scalar) -> Bool {
    // Everything that is newer than version 9 and takes part in normalization lies beyond U+0800.
    scalar.value >= 0x800 && scalar.properties.age.map { $0.major > newestVersion } ?? true
  }
}
