import Foundation
import Yams

/// Reads YAML over default values: keys that are left out keep their defaults, unknown ones are errors.
enum StrictSettings {
  /// Decodes a file's contents.
  ///
  /// - Parameters:
  ///   - name: what messages call the file.
  ///   - defaults: a value whose keys are the known ones; of a list the first element stands for all.
  /// - Throws: `CorpusError` that names the key and its line.
  static func decode<Value: Codable>(_ yaml: String, name: String, over defaults: Value) throws -> Value {
    do {
      guard let standard = try Yams.compose(yaml: YAMLEncoder().encode(defaults)) else { return defaults }
      guard let written = try Yams.compose(yaml: yaml) else { return defaults }
      let merged = try merge(written, over: standard, path: "", name: name)
      return try YAMLDecoder().decode(Value.self, from: merged, userInfo: [:])
    } catch let error as CorpusError {
      throw error
    } catch let error as DecodingError {
      throw CorpusError(.malformedSettings, "\(name): \(Self.sentence(about: error))")
    } catch {
      throw CorpusError(.malformedSettings, "\(name) is no YAML that can be read here", cause: error)
    }
  }

  /// - Parameter completes: whether keys that were left out take their defaults; those of a list's elements do not,
  ///   because its first element is no default for the others.
  private static func merge(
    _ written: Node, over standard: Node, path: String, name: String, completes: Bool = true
  ) throws -> Node {
    switch standard {
    case .mapping(let defaults):
      guard case .mapping(let entries) = written else {
        throw CorpusError(
          .malformedSettings, "\(place(of: written, in: name)): '\(path)' has to be a group of settings")
      }
      var result = completes ? defaults : Node.Mapping([])
      for (key, value) in entries {
        let word = key.scalar?.string ?? ""
        guard let known = defaults[key] else {
          let names: [String] = defaults.keys.compactMap { $0.scalar?.string }
          let advice = Spelling.nearest(to: word, among: names).map { "did you mean '\($0)'?" }
          throw CorpusError(
            .malformedSettings,
            "\(place(of: key, in: name)): unknown key '\(word)'\(path.isEmpty ? "" : " in '\(path)'"); "
              + (advice ?? "known here: \(names.joined(separator: ", "))"))
        }
        result[key] = try merge(
          value, over: known, path: path.isEmpty ? word : "\(path).\(word)", name: name, completes: completes)
      }
      return .mapping(result)
    case .sequence(let defaults):
      guard case .sequence(let elements) = written else {
        throw CorpusError(.malformedSettings, "\(place(of: written, in: name)): '\(path)' has to be a list")
      }
      guard let example = defaults.first else { return written }
      return .sequence(
        Node.Sequence(
          try elements.enumerated().map {
            try merge($1, over: example, path: "\(path)[\($0)]", name: name, completes: false)
          }))
    default:
      return written
    }
  }

  private static func place(of node: Node, in name: String) -> String {
    node.mark.map { "line \($0.line) of \(name)" } ?? name
  }

  private static func sentence(about error: DecodingError) -> String {
    func path(_ context: DecodingError.Context) -> String {
      context.codingPath.reduce("") { path, key in
        key.intValue.map { "\(path)[\($0)]" } ?? (path.isEmpty ? key.stringValue : "\(path).\(key.stringValue)")
      }
    }
    return switch error {
    case .keyNotFound(let key, let context): "'\(path(context))' lacks the key '\(key.stringValue)'"
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      "'\(path(context))': \(context.debugDescription)"
    @unknown default: String(describing: error)
    }
  }
}
