import Foundation
import OpenAIBackend

/// What every object of one answer begins with.
struct AnswerHead {
  private let identifier: String
  private let created = Int(Date.now.timeIntervalSince1970)
  private let model: String

  init(_ prefix: String, model: String) {
    identifier = prefix + UUID().uuidString.lowercased().replacing("-", with: "")
    self.model = model
  }

  /// An object of this answer.
  func object(_ kind: String, choices: [JSONValue], adding more: [JSONValue.Member] = []) -> JSONValue {
    .object(
      [
        .init("id", .string(identifier)), .init("object", .string(kind)), .init("created", .integer(created)),
        .init("model", .string(model)), .init("choices", .array(choices)),
      ] + more)
  }

  /// The `usage` of an answer.
  static func usage(prompt: Int, completion: Int) -> JSONValue.Member {
    .init(
      "usage",
      [
        "prompt_tokens": .integer(prompt), "completion_tokens": .integer(completion),
        "total_tokens": .integer(prompt + completion),
      ])
  }
}
