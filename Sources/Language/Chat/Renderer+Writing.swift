import Foundation

extension Renderer {
  /// Writes `tokenizer.json` and `tokenizer_config.json` into a checkpoint's directory, so that `transformers` and
  /// servers read and write conversations as this renderer does.
  ///
  /// - Throws: `TokenizerError` where a file cannot be written.
  public func write(to directory: URL) throws {
    try tokenizer.write(to: directory.appending(path: "tokenizer.json"))
    let url = directory.appending(path: "tokenizer_config.json")
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      try encoder.encode(Configuration()).write(to: url, options: .atomic)
    } catch {
      throw TokenizerError(
        .cannotWrite, "Cannot write \(url.path): is the directory there, and is there room?", cause: error)
    }
  }
}

/// What `transformers` needs beside `tokenizer.json`.
private struct Configuration: Encodable {
  let addsPrefixSpace = false
  let chatTemplate = ChatTemplate.jinja
  let cleansUpSpaces = false
  let endToken = ControlToken.turnEnd.rawValue
  let paddingToken = ControlToken.endOfText.rawValue
  let splitsSpecialTokens = false
  let tokenizerClass = "Qwen2Tokenizer"

  private enum CodingKeys: String, CodingKey {
    case addsPrefixSpace = "add_prefix_space"
    case chatTemplate = "chat_template"
    case cleansUpSpaces = "clean_up_tokenization_spaces"
    case endToken = "eos_token"
    case paddingToken = "pad_token"
    case splitsSpecialTokens = "split_special_tokens"
    case tokenizerClass = "tokenizer_class"
  }
}
