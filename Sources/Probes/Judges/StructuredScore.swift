import Foundation

/// A score as judging models write it: a JSON object with a number between 0 and 100.
///
///     {"score": 85, "reason": "Friendly and of use."}
///
/// `null` says that the judge cannot tell.
public struct StructuredScore: Sendable, Hashable {
  /// The score; `nil` where the judge says that it cannot tell.
  public var value: Double?
  public var reason: String

  /// Reads a score: one JSON object, alone or in a Markdown fence, and nothing else.
  ///
  /// - Throws: `JudgeError` with `noVerdict`.
  public init(parsing text: String) throws {
    let object = try JudgedObject(parsing: text)
    switch object.fields["score"] {
    case is NSNull: value = nil
    case let number as NSNumber where !JudgedObject.isTruthValue(number) && 0...100 ~= number.doubleValue:
      value = number.doubleValue
    default:
      throw JudgeError(.noVerdict, "expected \"score\" to be a number from 0 to 100, or null, in \(object.quoted)")
    }
    reason = object.fields["reason"] as? String ?? ""
  }
}
