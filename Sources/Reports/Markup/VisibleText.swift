/// A text made fit to be shown: nothing in it is markup, and nothing in it works unseen.
///
/// Control characters, which XML forbids, and the characters that turn the direction of writing, which can make a text
/// read otherwise than it is, are replaced by signs that show them.
public struct VisibleText: Sendable {
  private let text: String

  /// Wraps what somebody or something wrote.
  public init(_ text: String) {
    self.text = text
  }

  /// The text with the five characters that mean something in markup written as references.
  public var escaped: String {
    var output = ""
    output.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": output += "&amp;"
      case "<": output += "&lt;"
      case ">": output += "&gt;"
      case "\"": output += "&quot;"
      case "'": output += "&#39;"
      default: Self.append(scalar, to: &output)
      }
    }
    return output
  }

  /// The text without markup, for a terminal.
  public var plain: String {
    var output = ""
    for scalar in text.unicodeScalars { Self.append(scalar, to: &output) }
    return output
  }

  private static func append(_ scalar: Unicode.Scalar, to output: inout String) {
    switch scalar.value {
    case 0x09, 0x0A:
      output.unicodeScalars.append(scalar)
    case 0x00...0x1F:
      // The block of control pictures holds a picture of each, in the same order.
      output.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
    case 0x7F:
      output += "\u{2421}"
    case 0x80...0x9F, 0x200E, 0x200F, 0x061C, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFF9...0xFFFB:
      output += "⟨U+" + String(scalar.value, radix: 16, uppercase: true) + "⟩"
    case _ where scalar.value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(scalar.value):
      output += "\u{FFFD}"
    default:
      output.unicodeScalars.append(scalar)
    }
  }
}
