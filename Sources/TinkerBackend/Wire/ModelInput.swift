import Language

/// Tokens as the API takes them.
package struct ModelInput: Sendable, Hashable, Codable {
  /// A piece of text; pieces of other kinds are refused.
  package struct Chunk: Sendable, Hashable, Codable {
    private var type = "encoded_text"
    package var tokens: [TokenID]

    package init(tokens: [TokenID]) {
      self.tokens = tokens
    }

    package init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      let type = try container.decodeIfPresent(String.self, forKey: .type) ?? "encoded_text"
      guard type == "encoded_text" else {
        throw DecodingError.dataCorruptedError(
          forKey: .type, in: container, debugDescription: "a chunk is of type \(type); only encoded_text is taken")
      }
      tokens = try container.decode([TokenID].self, forKey: .tokens)
    }
  }

  package var chunks: [Chunk]

  package init(_ tokens: [TokenID]) {
    chunks = [Chunk(tokens: tokens)]
  }

  /// All tokens, in their order.
  package var tokens: [TokenID] { chunks.flatMap(\.tokens) }
}

extension ModelInput {
  init(_ messages: [TinkerPublic_Chunk]) throws {
    chunks = try messages.map { message in
      guard case .encodedText(let text) = message.chunk else {
        throw WireError("a chunk of the model's input is not encoded_text, which alone is taken")
      }
      return Chunk(tokens: try PackedNumbers.read(text.tokens, as: Int32.self))
    }
  }

  var messages: [TinkerPublic_Chunk] {
    chunks.map { chunk in .with { $0.encodedText.tokens = PackedNumbers.bytes(chunk.tokens) } }
  }
}
