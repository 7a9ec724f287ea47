import Foundation
import Language
import LocalEngine
import ModelBackend
import OpenAIBackend

/// A model that answers requests.
package struct ServedModel: Sendable {
  package let name: String
  /// Seconds since 1970 at which it was opened.
  let created: Int
  let tokenizer: Tokenizer
  /// Writes conversations; `nil` where the tokenizer lacks what Qwen3's chat format needs.
  let renderer: Renderer?
  /// The tokens that end a completion.
  let endTokens: [TokenID]
  /// `tokenizer_config.json` as it came with the model.
  let tokenizerConfiguration: JSONValue
  let sampler: StreamingSampler
  /// Where it was read from.
  let directory: URL
  /// What adapters can be trained over, in memory that they share; `nil` for a model that is itself adapters over
  /// another.
  let checkpoint: LocalCheckpoint?

  /// Reads a Hugging Face directory and starts its threads.
  ///
  /// - Throws: `BackendError` or `TokenizerError` where there is no model that can be served.
  init(_ name: String, at directory: URL, threadCount: Int, memory: Int) throws {
    let checkpoint = try LocalCheckpoint(contentsOf: directory)
    guard let tokenizer = try checkpoint.tokenizer() else {
      throw BackendError(
        .cannotRead, "There is no tokenizer.json in \(directory.path). Put the model's there: requests come as text.")
    }
    self.name = name
    self.tokenizer = tokenizer
    self.directory = directory
    self.checkpoint =
      checkpoint.adapters == nil
      ? LocalCheckpoint(weights: checkpoint.weights, companions: checkpoint.companions) : nil
    created = Int(Date.now.timeIntervalSince1970)
    renderer = try? Renderer(tokenizer: tokenizer)
    let ends = checkpoint.weights.configuration.endTokens + (renderer?.stopTokens ?? [])
    endTokens = Set(ends).sorted()
    let stored = checkpoint.companions["tokenizer_config.json"].flatMap { try? JSONReader.value(of: Array($0)) }
    tokenizerConfiguration = Self.configuration(stored, template: checkpoint.companions["chat_template.jinja"])
    sampler = StreamingSampler(checkpoint, tokenizer: tokenizer, threadCount: threadCount, memory: memory)
  }

  /// Starts threads that draw from a model with adapters.
  ///
  /// - Parameter adapted: the adapters, over the weights of `base`.
  init(_ name: String, _ adapted: LocalCheckpoint, over base: ServedModel, threadCount: Int, memory: Int) {
    self.name = name
    created = Int(Date.now.timeIntervalSince1970)
    tokenizer = base.tokenizer
    renderer = base.renderer
    endTokens = base.endTokens
    tokenizerConfiguration = base.tokenizerConfiguration
    directory = base.directory
    checkpoint = nil
    sampler = StreamingSampler(adapted, tokenizer: tokenizer, threadCount: threadCount, memory: memory)
  }

  /// The longest sequence, prompt and completion.
  var maximumLength: Int { sampler.maximumLength }

  /// How many tokens a completion may have.
  ///
  /// - Parameters:
  ///   - prompt: the number of tokens before it.
  ///   - asked: as many as the request says.
  ///   - otherwise: as many where it says nothing, as far as there is room.
  /// - Throws: `ServiceError` where prompt and completion together are too long.
  func completionLength(after prompt: Int, asked: Int?, otherwise: Int) throws(ServiceError) -> Int {
    let room = maximumLength - prompt
    let wanted = asked ?? min(otherwise, max(1, room))
    if wanted > room {
      throw ServiceError(
        .badRequest, .contextLengthExceeded,
        "\(prompt) tokens of the prompt and \(wanted) of the completion are more than the \(maximumLength) that "
          + "\(name) takes. Shorten the prompt or ask for fewer tokens.",
        parameter: prompt >= maximumLength || asked == nil ? "prompt" : "max_tokens")
    }
    return wanted
  }

  /// The text of one token; empty for one of the embedding's rows that the vocabulary has no token for.
  func bytes(of token: TokenID) -> [UInt8] { (try? tokenizer.bytes(of: token)) ?? [] }

  private static func configuration(_ stored: JSONValue?, template: Data?) -> JSONValue {
    guard case .object(var members)? = stored else { return [:] }
    // Newer directories keep the template in a file of its own.
    if stored?["chat_template"] == nil, let template {
      members.removeAll { $0.key == "chat_template" }
      members.append(.init("chat_template", .string(String(decoding: template, as: UTF8.self))))
    }
    return .object(members)
  }
}
