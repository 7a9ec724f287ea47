extension CodeSubmission {
  /// Takes the files from a model's answer.
  ///
  /// Code stands in fenced blocks (```` ```python ````), or is the whole answer where there is none. A line
  /// `# file: NAME` begins the file of that name; what comes before the first such line is `solution.py`. Blocks that
  /// say nothing of a file are joined in their order. An answer that ends within a block ends the block.
  ///
  ///     CodeSubmission(parsing: "# file: solution.py\nf = 1\n# file: conftest.py\nimport pytest")
  public init(parsing answer: String) {
    var files: [String: String] = [:]
    for block in Self.codeBlocks(in: answer) {
      var name = "solution.py"
      for line in block {
        if let header = Self.fileName(in: line) {
          name = header
          files[name] = files[name] ?? ""
        } else {
          files[name, default: ""] += line + "\n"
        }
      }
    }
    // Blank lines ahead of a file's header are no solution.
    if let solution = files["solution.py"], files.count > 1, solution.allSatisfy(\.isWhitespace) {
      files["solution.py"] = nil
    }
    self.init(files: files.isEmpty ? ["solution.py": ""] : files)
  }

  /// The lines of each fenced block, or all of them as one.
  private static func codeBlocks(in answer: String) -> [[Substring]] {
    let lines = answer.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
    var blocks: [[Substring]] = []
    var fence: Substring?
    for line in lines {
      let marks = line.drop { $0 == " " }.prefix { $0 == "`" }
      if let open = fence {
        // A fence closes with at least as many marks as it opened with, and nothing else.
        if marks.count >= open.count, line.drop(while: { $0 == " " }).dropFirst(marks.count).allSatisfy(\.isWhitespace)
        {
          fence = nil
        } else {
          blocks[blocks.count - 1].append(line)
        }
      } else if marks.count >= 3 {
        fence = marks
        blocks.append([])
      }
    }
    guard blocks.isEmpty else { return blocks }
    return [lines.last == "" ? lines.dropLast() : lines]
  }

  private static func fileName(in line: Substring) -> String? {
    guard let match = line.wholeMatch(of: /\s*#\s*file:\s*(\S+)\s*/) else { return nil }
    return String(match.1)
  }
}
