import Foundation

extension Tokenizer {
  /// Writes a `tokenizer.json`, byte for byte as Hugging Face `tokenizers` would.
  ///
  /// - Throws: `TokenizerError` where the file cannot be written; none is there then, or the one that was.
  public func write(to url: URL) throws {
    do {
      try Data(json.utf8).write(to: url, options: .atomic)
    } catch {
      throw TokenizerError(
        .cannotWrite, "Cannot write the tokenizer \(url.path): is the directory there, and is there room?", cause: error
      )
    }
  }

  private var json: String {
    let byteLevel = """
      {
          "type": "ByteLevel",
          "add_prefix_space": false,
          "trim_offsets": false,
          "use_regex": false
        }
      """
    return """
      {
        "version": "1.0",
        "truncation": null,
        "padding": null,
        "added_tokens": \(list(addedTokens.map(json), indentation: 2)),
        "normalizer": \(isNormalizing ? "{\n    \"type\": \"NFC\"\n  }" : "null"),
        "pre_tokenizer": {
          "type": "Sequence",
          "pretokenizers": [
            {
              "type": "Split",
              "pattern": {
                "Regex": \(quoted(WordScanner.pattern))
              },
              "behavior": "Isolated",
              "invert": false
            },
            {
              "type": "ByteLevel",
              "add_prefix_space": false,
              "trim_offsets": false,
              "use_regex": false
            }
          ]
        },
        "post_processor": \(byteLevel),
        "decoder": \(byteLevel),
        "model": {
          "type": "BPE",
          "dropout": null,
          "unk_token": null,
          "continuing_subword_prefix": "",
          "end_of_word_suffix": "",
          "fuse_unk": false,
          "byte_fallback": false,
          "ignore_merges": \(ignoresMerges),
          "vocab": {
      \(vocabulary.sorted { $0.value < $1.value }.map { "      \(quoted($0.key)): \($0.value)" }.joined(separator: ",\n"))
          },
          "merges": \(list(merges.pairs.map(json), indentation: 4))
        }
      }
      """
  }

  private func json(_ token: AddedToken) -> String {
    """
    {
          "id": \(token.id),
          "content": \(quoted(token.content)),
          "single_word": \(token.isSingleWord),
          "lstrip": \(token.stripsLeft),
          "rstrip": \(token.stripsRight),
          "normalized": \(token.isNormalized),
          "special": \(token.isSpecial)
        }
    """
  }

  private func json(_ merge: (left: TokenID, right: TokenID)) -> String {
    """
    [
            \(quoted(spellings[Int(merge.left)] ?? "")),
            \(quoted(spellings[Int(merge.right)] ?? ""))
          ]
    """
  }

  private func list(_ elements: [String], indentation: Int) -> String {
    if elements.isEmpty { return "[]" }
    let margin = String(repeating: " ", count: indentation)
    return "[\n" + elements.map { "\(margin)  \($0)" }.joined(separator: ",\n") + "\n\(margin)]"
  }

  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{8}": result += "\\b"
      case "\u{C}": result += "\\f"
      case "\u{0}"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
