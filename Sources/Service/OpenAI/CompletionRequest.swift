import Language
import ModelBackend
import OpenAIBackend

/// A request to `/v1/completions`.
struct CompletionRequest {
  /// What is to be gone on with.
  enum Prompt {
    case text(String)
    case tokens([TokenID])
  }

  private static let mostPrompts = 1_024

  var sampling: SamplingFields
  var prompts: [Prompt]
  /// Whether the answer begins with the prompt.
  var echoes: Bool
  /// The alternatives that are told beside each token; `nil` for no log-probabilities.
  var alternatives: Int?

  /// - Throws: `ServiceError` that names the field that cannot be met.
  init(_ fields: inout RequestFields) throws(ServiceError) {
    sampling = try SamplingFields(&fields)
    alternatives = try fields.integer("logprobs", in: 0...SamplingFields.mostAlternatives)
    echoes = try fields.bool("echo") ?? false
    try fields.refuse("suffix", unless: "", because: "models write on, and never between. Leave it out.")
    prompts = try Self.prompts(fields.value("prompt"))
    try fields.finish()
  }

  private static func prompts(_ value: JSONValue?) throws(ServiceError) -> [Prompt] {
    let complaint = ServiceError.invalid(
      "prompt", "has to be a text, a list of texts, a list of token identifiers, or a list of such lists.")
    switch value {
    case .string(let text)?: return [.text(text)]
    case .array(let elements)?:
      guard let first = elements.first else { throw complaint }
      if RequestFields.integer(first) != nil { return [.tokens(try tokens(elements, complaint))] }
      if elements.count > mostPrompts { throw .invalid("prompt", "holds more than \(mostPrompts) prompts.") }
      return try elements.map { element throws(ServiceError) in
        switch element {
        case .string(let text): .text(text)
        case .array(let list): .tokens(try tokens(list, complaint))
        default: throw complaint
        }
      }
    default: throw complaint
    }
  }

  private static func tokens(_ values: [JSONValue], _ complaint: ServiceError) throws(ServiceError) -> [TokenID] {
    try values.map { value throws(ServiceError) in
      guard let token = RequestFields.integer(value).flatMap(TokenID.init(exactly:)) else { throw complaint }
      return token
    }
  }
}
