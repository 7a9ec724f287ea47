import Foundation

extension Tokenizer {
  /// Reads a `tokenizer.json` of Hugging Face `tokenizers`.
  ///
  /// Padding and truncation, which concern batches, are left out of account.
  ///
  /// - Throws: `TokenizerError` for a file that cannot be read, is malformed, or asks for anything but a byte-level
  ///   byte-pair encoding with Qwen2's pre-tokenizer; it names the file and the key.
  public init(contentsOf url: URL) throws {
    let data: Data
    do {
      data = try Data(contentsOf: url)
    } catch {
      throw TokenizerError(.cannotRead, "Cannot read the tokenizer \(url.path): is the path right?", cause: error)
    }
    try self.init(data, path: url.path)
  }

  /// Reads the contents of a `tokenizer.json`.
  ///
  /// - Parameter path: how errors name them.
  public init(_ data: Data, path: String = "tokenizer.json") throws {
    let reader = TokenizerReader(path: path)
    let file = try reader.decode(data)
    try reader.checkSupport(for: file)
    self = try reader.tokenizer(file)
  }
}

/// Turns the contents of one file into a tokenizer, and says what is wrong with it in its name.
private struct TokenizerReader {
  /// Far beyond every known vocabulary: a larger identifier is an error in the file.
  static let largestID: TokenID = 1 << 24

  let path: String

  func decode(_ data: Data) throws -> TokenizerFile {
    do {
      return try JSONDecoder().decode(TokenizerFile.self, from: data)
    } catch DecodingError.keyNotFound(let key, let context) {
      throw malformed(Self.name(context.codingPath + [key]), "is missing")
    } catch DecodingError.valueNotFound(_, let context) {
      throw malformed(Self.name(context.codingPath), "is null")
    } catch DecodingError.typeMismatch(let type, let context) {
      throw malformed(Self.name(context.codingPath), "is no \(type)")
    } catch DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty {
      throw malformed(Self.name(context.codingPath), "is wrong: \(context.debugDescription)")
    } catch {
      throw TokenizerError(
        .malformed, "The tokenizer \(path) is no JSON: copy or download it again.", cause: error)
    }
  }

  func checkSupport(for file: TokenizerFile) throws {
    try require(file.model.type == "BPE", "model.type", "BPE", file.model.type)
    try require((file.model.dropout ?? 0) == 0, "model.dropout", "null", "\(file.model.dropout ?? 0)")
    let prefix = file.model.continuingSubwordPrefix ?? ""
    try require(prefix.isEmpty, "model.continuing_subword_prefix", "null", prefix)
    let suffix = file.model.endOfWordSuffix ?? ""
    try require(suffix.isEmpty, "model.end_of_word_suffix", "null", suffix)
    let normalizer = file.normalizer?.type ?? "null"
    try require(["NFC", "null"].contains(normalizer), "normalizer.type", "NFC", normalizer)
    let postProcessor = file.postProcessor?.type ?? "null"
    try require(["ByteLevel", "null"].contains(postProcessor), "post_processor.type", "ByteLevel", postProcessor)
    try require(file.decoder?.type == "ByteLevel", "decoder.type", "ByteLevel", file.decoder?.type ?? "null")
    try checkPreTokenizer(file.preTokenizer)
  }

  private func checkPreTokenizer(_ component: TokenizerFile.Component?) throws {
    let parts = component?.pretokenizers ?? []
    let types = parts.map(\.type)
    try require(
      types == ["Split", "ByteLevel"], "pre_tokenizer", "a sequence of Split and ByteLevel",
      component.map { types.isEmpty ? $0.type : types.joined(separator: ", ") } ?? "null")
    let pattern = parts[0].pattern?["Regex"] ?? "no regular expression"
    try require(
      pattern == WordScanner.pattern, "pre_tokenizer.pretokenizers[0].pattern", "Qwen2's pattern", pattern)
    try require(
      parts[0].behavior == "Isolated" && parts[0].invert != true, "pre_tokenizer.pretokenizers[0].behavior",
      "Isolated, not inverted", parts[0].behavior ?? "null")
    try require(
      parts[1].addsPrefixSpace != true, "pre_tokenizer.pretokenizers[1].add_prefix_space", "false", "true")
    try require(parts[1].usesRegex == false, "pre_tokenizer.pretokenizers[1].use_regex", "false", "true")
  }

  func tokenizer(_ file: TokenizerFile) throws -> Tokenizer {
    let vocabulary = file.model.vocabulary
    var owners: [TokenID: String] = [:]
    func claim(_ id: TokenID, for token: String, _ key: String) throws {
      guard (0..<Self.largestID).contains(id) else { throw malformed(key, "has the identifier \(id), out of range") }
      if let owner = owners.updateValue(token, forKey: id), owner != token {
        throw malformed(
          key, "gives the identifier \(id) to both \(owner.debugDescription) and \(token.debugDescription)")
      }
    }
    for (token, id) in vocabulary { try claim(id, for: token, "model.vocab") }
    for (index, token) in file.addedTokens.enumerated() {
      try claim(token.id, for: token.content, "added_tokens[\(index)]")
    }
    let byteTokens = try (0...255).map { byte in
      let spelling = ByteAlphabet.spelling(of: [UInt8(byte)])
      guard let id = vocabulary[spelling] else {
        throw malformed("model.vocab", "lacks \(spelling.debugDescription), which stands for the byte \(byte)")
      }
      return id
    }
    return Tokenizer(
      vocabulary: vocabulary, merges: try merges(file.model), addedTokens: file.addedTokens, byteTokens: byteTokens,
      isNormalizing: file.normalizer != nil, ignoresMerges: file.model.ignoresMerges ?? false)
  }

  private func merges(_ model: TokenizerFile.Model) throws -> MergeTable {
    var pairs: [(left: TokenID, right: TokenID)] = []
    var results: [TokenID] = []
    for (rank, merge) in model.merges.enumerated() {
      func id(_ token: String) throws -> TokenID {
        if let id = model.vocabulary[token] { return id }
        throw malformed("model.merges[\(rank)]", "needs the token \(token.debugDescription), which model.vocab lacks")
      }
      pairs.append((try id(merge.left), try id(merge.right)))
      results.append(try id(merge.left + merge.right))
    }
    return MergeTable(pairs, results: results)
  }

  private func require(_ condition: Bool, _ key: String, _ supported: String, _ found: String) throws {
    if condition { return }
    throw TokenizerError(
      .unsupported,
      "The tokenizer \(path) is of a kind that is not supported: \(key) must be \(supported) and is \(found).")
  }

  private func malformed(_ key: String, _ what: String) -> TokenizerError {
    TokenizerError(.malformed, "The tokenizer \(path) is malformed: \(key) \(what).")
  }

  private static func name(_ path: [any CodingKey]) -> String {
    path.reduce("") { name, key in
      if let index = key.intValue { return "\(name)[\(index)]" }
      return name.isEmpty ? key.stringValue : "\(name).\(key.stringValue)"
    }
  }
}
