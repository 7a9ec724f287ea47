import Foundation

/// A grader as a user names it: a command, or a Python function.
///
///     try GraderCommand("python3 grade.py {dir}")
///     try GraderCommand("grade.py:grade")
public struct GraderCommand: Sendable, Hashable {
  /// How a submission reaches the grader.
  public enum Input: String, Sendable, Hashable, Codable, CaseIterable {
    /// One JSON object on standard input.
    case json
    /// The text of the solution on standard input.
    case text
    /// Paths in the arguments, where `{dir}`, `{solution}`, `{task}`, `{id}` and `{entry_point}` stand.
    case arguments
    /// A call of a Python function.
    case call
  }

  /// The words of the command, or the file and the name of the function.
  public var words: [String]
  public var isFunction: Bool

  /// What stands for paths and names in the words.
  public static let placeholders = ["{dir}", "{solution}", "{task}", "{id}", "{entry_point}"]

  /// Takes a command that is split already.
  ///
  /// - Throws: `EnvironmentAuditError` where it is empty.
  public init(words: [String]) throws {
    guard let first = words.first, !first.isEmpty else {
      throw EnvironmentAuditError(.badCommand, "the grader is empty: name a command, or a function as grade.py:grade")
    }
    if words.count == 1, let match = first.wholeMatch(of: /(.+\.py):([A-Za-z_]\w*)/) {
      self.words = [String(match.1), String(match.2)]
      isFunction = true
    } else {
      self.words = words
      isFunction = false
    }
  }

  /// Splits a command as a shell would, without doing anything else that a shell does.
  ///
  /// - Throws: `EnvironmentAuditError` where a quotation does not end.
  public init(_ line: String) throws {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var isEscaped = false
    for character in line {
      if isEscaped {
        word = (word ?? "") + String(character)
        isEscaped = false
      } else if character == "\\", quote != "'" {
        isEscaped = true
      } else if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character.isWhitespace {
        if let finished = word { words.append(finished) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    guard quote == nil, !isEscaped else {
      throw EnvironmentAuditError(.badCommand, "the grader's command does not end its quotation: \(line)")
    }
    if let word { words.append(word) }
    try self.init(words: words)
  }

  /// Whether paths are among the arguments.
  public var hasPlaceholder: Bool {
    !isFunction && words.contains { word in ["{dir}", "{solution}"].contains { word.contains($0) } }
  }

  /// The file that the user wrote: the first argument that is one, outside of the system's directories.
  public var script: URL? {
    words.lazy.map { URL(fileURLWithPath: $0).standardizedFileURL }.first { url in
      var isDirectory: ObjCBool = false
      return FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory) && !isDirectory.boolValue
        && !["/usr/", "/bin/", "/opt/", "/sbin/", "/lib"].contains { url.path.hasPrefix($0) }
        && !url.path.contains("/bin/python")
    }
  }

  /// The command in one line.
  public var text: String {
    isFunction ? words.joined(separator: ":") : words.joined(separator: " ")
  }
}
