/// What the pre-tokenizer's pattern asks of a scalar: `\p{L}`, `\p{N}`, `[\r\n]`, any other `\s`, or none of these.
enum CharacterClass: UInt8, Sendable {
  case letter
  case number
  case newline
  case space
  case other

  /// The newest Unicode version whose letters and numbers count as such.
  ///
  /// Hugging Face `tokenizers` compiles Unicode 16 into its regular expressions, while Swift's tables are as new as
  /// its runtime. A scalar that a later version assigned is `other` to both, so that the same text gives the same
  /// tokens in either program and under every Swift.
  private static let newestVersion = 16

  /// The class of every scalar of the basic multilingual plane.
  static let basicPlane: [CharacterClass] = (UInt32(0)..<0x1_0000).map { value in
    Unicode.Scalar(value).map(CharacterClass.init) ?? .other
  }

  /// Classifies a scalar by its Unicode properties.
  init(_ scalar: Unicode.Scalar) {
    if scalar == "\r" || scalar == "\n" {
      self = .newline
      return
    }
    let properties = scalar.properties
    self =
      switch properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
        Self.isKnown(properties) ? .letter : .other
      case .decimalNumber, .letterNumber, .otherNumber:
        Self.isKnown(properties) ? .number : .other
      default: properties.isWhitespace ? .space : .other
      }
  }

  private static func isKnown(_ properties: Unicode.Scalar.Properties) -> Bool {
    properties.age.map { $0.major <= newestVersion } ?? false
  }
}
