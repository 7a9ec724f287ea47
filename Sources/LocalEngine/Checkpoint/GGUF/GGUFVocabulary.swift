import Foundation
import Language
import ModelBackend

/// A checkpoint's tokenizer and chat template as GGUF's metadata.
struct GGUFVocabulary {
  /// What llama.cpp does with a token.
  private enum TokenType: Int32 {
    case normal = 1
    /// Steers the model and is not shown.
    case control = 3
    /// Found in text as a whole, and shown.
    case userDefined = 4
    case unused = 5
  }

  /// `tokenizer_config.json`, as far as it is of use here.
  private struct Settings: Decodable {
    /// A token, alone or with its flags.
    struct Token: Decodable {
      var content: String

      private enum CodingKeys: String, CodingKey {
        case content
      }

      init(from decoder: any Decoder) throws {
        if let content = try? decoder.singleValueContainer().decode(String.self) {
          self.content = content
        } else {
          content = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .content)
        }
      }
    }

    /// One template of several.
    struct Template: Decodable {
      var name: String
      var template: String
    }

    var end: Token?
    var padding: Token?
    var beginning: Token?
    var template: String?

    private enum CodingKeys: String, CodingKey {
      case end = "eos_token"
      case padding = "pad_token"
      case beginning = "bos_token"
      case template = "chat_template"
    }

    init() {}

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      end = try values.decodeIfPresent(Token.self, forKey: .end)
      padding = try values.decodeIfPresent(Token.self, forKey: .padding)
      beginning = try values.decodeIfPresent(Token.self, forKey: .beginning)
      if let several = try? values.decode([Template].self, forKey: .template) {
        template = (several.first { $0.name == "default" } ?? several.first)?.template
      } else {
        template = try values.decodeIfPresent(String.self, forKey: .template)
      }
    }
  }

  let entries: [GGUFFile.Entry]

  /// - Parameter size: the number of tokens that the model has a row for.
  init(_ checkpoint: LocalCheckpoint, size: Int) throws {
    guard let tokenizer = try checkpoint.tokenizer() else {
      throw BackendError(
        .cannotRead,
        "The checkpoint has no tokenizer.json, and GGUF holds the tokenizer too. Put the model's tokenizer into its "
          + "directory.")
    }
    guard tokenizer.vocabularySize <= size else {
      throw BackendError(
        .mismatchedCheckpoint,
        "tokenizer.json has \(tokenizer.vocabularySize) tokens, but the model only \(size). Put the model's own "
          + "tokenizer into its directory.")
    }
    if tokenizer.ignoresMerges {
      throw BackendError(
        .unsupported,
        "tokenizer.json says ignore_merges, which llama.cpp does not do with Qwen's tokenizers. Use one without it.")
    }
    let settings = try Self.settings(checkpoint)
    func id(_ token: Settings.Token?) -> TokenID? { token.flatMap { tokenizer.id(of: $0.content) } }
    let end = id(settings.end) ?? checkpoint.weights.configuration.endTokens.first
    let endOfText = tokenizer.id(of: ControlToken.endOfText.rawValue)
    let special: [(String, TokenID?)] = [
      ("eos", end), ("eot", tokenizer.id(of: ControlToken.turnEnd.rawValue)),
      ("padding", id(settings.padding) ?? endOfText),
      // It is never put before a text, but without it llama.cpp takes the eleventh token for one.
      ("bos", id(settings.beginning) ?? endOfText ?? end),
    ]
    var entries: [GGUFFile.Entry] = [
      ("tokenizer.ggml.model", .string("gpt2")), ("tokenizer.ggml.pre", .string("qwen2")),
      ("tokenizer.ggml.tokens", .strings(Self.tokens(of: tokenizer, size: size))),
      ("tokenizer.ggml.token_type", .integers(Self.types(of: tokenizer, size: size))),
      ("tokenizer.ggml.merges", .strings(tokenizer.mergeSpellings)),
      ("tokenizer.ggml.add_bos_token", .bool(false)),
    ]
    for (name, id) in special {
      if let id { entries.append(("tokenizer.ggml.\(name)_token_id", .integer(UInt32(id)))) }
    }
    if let template = Self.template(checkpoint) ?? settings.template {
      entries.append(("tokenizer.chat_template", .string(template)))
    }
    self.entries = entries
  }

  private static func tokens(of tokenizer: Tokenizer, size: Int) -> [String] {
    (0..<size).map { tokenizer.token(of: TokenID($0)) ?? "[PAD\($0)]" }
  }

  private static func types(of tokenizer: Tokenizer, size: Int) -> [Int32] {
    var types = (0..<size).map { tokenizer.token(of: TokenID($0)) == nil ? TokenType.unused : .normal }
    for token in tokenizer.addedTokens { types[Int(token.id)] = token.isSpecial ? .control : .userDefined }
    return types.map(\.rawValue)
  }

  private static func settings(_ checkpoint: LocalCheckpoint) throws -> Settings {
    guard let data = checkpoint.companions["tokenizer_config.json"] else { return Settings() }
    do {
      return try JSONDecoder().decode(Settings.self, from: data)
    } catch {
      throw BackendError(
        .damagedCheckpoint, "tokenizer_config.json is not what it should be. Save or download it again.", cause: error)
    }
  }

  private static func template(_ checkpoint: LocalCheckpoint) -> String? {
    checkpoint.companions["chat_template.jinja"].map { String(decoding: $0, as: UTF8.self) }
  }
}
