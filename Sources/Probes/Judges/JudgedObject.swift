import Foundation

/// The one JSON object that a judge answers with.
struct JudgedObject {
  var fields: [String: Any]
  /// The beginning of the text, for complaints.
  var quoted: String

  /// Reads it, alone or in a Markdown fence.
  ///
  /// - Throws: `JudgeError` with `noVerdict` where there is something beside it, or something else.
  init(parsing text: String) throws {
    quoted = "'" + text.prefix(120) + (text.count > 120 ? "…'" : "'")
    guard let object = try? JSONSerialization.jsonObject(with: Data(Self.unfenced(text).utf8)) as? [String: Any] else {
      throw JudgeError(.noVerdict, "expected a JSON object with a verdict, got \(quoted)")
    }
    fields = object
  }

  /// 1 and 0 are numbers, not verdicts; Foundation holds all three in one class.
  static func isTruthValue(_ number: NSNumber) -> Bool {
    String(cString: number.objCType) == "c" || String(cString: number.objCType) == "B"
  }

  private static func unfenced(_ text: String) -> String {
    let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard trimmed.hasPrefix("```"), trimmed.hasSuffix("```"), let newline = trimmed.firstIndex(of: "\n") else {
      return trimmed
    }
    return String(trimmed[newline...].dropLast(3))
  }
}
