import Foundation

/// The arguments of a call, as the agent wrote them.
public struct ToolArguments: Sendable, Hashable {
  private enum Value: Sendable, Hashable {
    case text(String)
    case texts([String])
    case other
  }

  private let values: [String: Value]

  /// Reads arguments.
  ///
  /// - Throws: `ToolFailure` where the text is no JSON object.
  public init(parsing text: String) throws {
    let body = text.allSatisfy(\.isWhitespace) ? "{}" : text
    guard let object = try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any] else {
      throw ToolFailure("The arguments are no JSON object. Write them as {\"name\": \"value\"}.")
    }
    self.init(object)
  }

  init(_ object: [String: Any]) {
    values = object.compactMapValues { value in
      switch value {
      case is NSNull: nil
      case let text as String: .text(text)
      case let number as NSNumber: .text(number.stringValue)
      case let list as [Any]: (list as? [String]).map(Value.texts) ?? .other
      default: .other
      }
    }
  }

  /// An argument that has to be there.
  ///
  /// - Throws: `ToolFailure` that names it.
  public func text(_ name: String) throws -> String {
    guard let text = try optionalText(name) else { throw ToolFailure("The argument \"\(name)\" is missing.") }
    return text
  }

  /// An argument that may be left out. A number is taken as its text.
  ///
  /// - Throws: `ToolFailure` where it is no text.
  public func optionalText(_ name: String) throws -> String? {
    switch values[name] {
    case nil: return nil
    case .text(let text): return text
    default: throw ToolFailure("The argument \"\(name)\" has to be a text.")
    }
  }

  /// One text or several, which may stand in one, with commas between them.
  ///
  /// - Throws: `ToolFailure` where there is none.
  public func texts(_ name: String) throws -> [String] {
    let texts: [String]
    if case .texts(let list) = values[name] {
      texts = list
    } else {
      texts = try text(name).split(whereSeparator: { $0 == "," || $0 == ";" }).map(String.init)
    }
    let trimmed = texts.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    guard !trimmed.isEmpty else { throw ToolFailure("The argument \"\(name)\" is empty.") }
    return trimmed
  }
}
