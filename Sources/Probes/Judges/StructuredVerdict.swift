import Foundation

/// A verdict as judging models and programs write it: a JSON object with a truth value, and nothing that has to be
/// guessed.
///
///     {"verdict": true, "reason": "The answer gives the recipe that was asked for."}
///
/// `null` says that the judge cannot tell.
public struct StructuredVerdict: Sendable, Hashable {
  /// The finding; `nil` where the judge says that it cannot tell.
  public var value: Bool?
  public var reason: String

  /// Reads a verdict.
  ///
  /// The text is one JSON object, alone or in a Markdown fence. A text with something beside the object, with two of
  /// them, or with a verdict of another type is none: whoever searches for "yes" finds it in "yesterday" too.
  ///
  /// - Throws: `JudgeError` with `noVerdict`.
  public init(parsing text: String) throws {
    let object = try JudgedObject(parsing: text)
    switch object.fields["verdict"] {
    case is NSNull: value = nil
    case let number as NSNumber where JudgedObject.isTruthValue(number): value = number.boolValue
    default:
      throw JudgeError(.noVerdict, "expected \"verdict\" to be true, false or null in \(object.quoted)")
    }
    reason = object.fields["reason"] as? String ?? ""
  }
}
