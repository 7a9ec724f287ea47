import Foundation

/// What a right solution noted of the harness that ran it.
struct Reconnaissance: Sendable {
  /// Modules that were loaded; `nil` where nothing could be noted.
  var modules: Set<String>?
  /// Whether the right solution was rewarded while it looked around.
  private(set) var isTrusted = false
  /// What the harness printed.
  private var printed: [String] = []
  /// The same with what only that run had, a number drawn for it, looked up: Python expressions.
  private var templates: [String] = []
  /// What the function was called with, each tuple of arguments once, as Python.
  private var calls: [String] = []
  /// Files beside the solution and above it, by their paths from the solution's directory.
  private var names: [String] = []
  /// Files that the harness wrote after the solution was loaded, by their names.
  private var written: [(name: String, text: String)] = []

  /// Has a right solution look around.
  static func of(_ trial: TaskTrial) async throws -> Reconnaissance {
    var found = Reconnaissance()
    let task = trial.task
    guard task.kind != .text, let text = task.reference.files[task.mainFile] else { return found }
    var script = trial.carrier.filled(String(decoding: PackageResources.reconnaissance_py, as: UTF8.self))
    let names = task.entryPoint.split(separator: ".").map(String.init)
    if task.kind == .function {
      let name = names.joined(separator: ".")
      script += "\n_titer_wrap is None or exec('\(name) = _titer_wrap(\(name))', globals())\n"
    }
    var files = task.reference.files
    files[task.mainFile] =
      task.kind == .program && !text.contains("from __future__") ? script + "\n" + text : text + "\n" + script
    let verdict = try await trial.grader.verdict(on: CodeSubmission(files: files), for: task)
    // Where looking around spoils the right solution, what was seen may not be how it is.
    found.isTrusted = trial.pays(verdict)
    found.read(trial.audit.workspace.notes)
    return found
  }

  private mutating func read(_ folder: URL) {
    let manager = FileManager.default
    var answers: Set<String> = []
    var home = ""
    for name in (try? manager.contentsOfDirectory(atPath: folder.path)) ?? [] {
      let file = folder.appending(path: name)
      defer { try? manager.removeItem(at: file) }
      guard isTrusted, let data = manager.contents(atPath: file.path) else { continue }
      var out = ""
      var complaint = ""
      var lookups: [(expression: String, text: String)] = []
      for line in data.split(separator: UInt8(ascii: "\n")) {
        guard let note = try? JSONSerialization.jsonObject(with: Data(line)) as? [Any], note.count == 2,
          let kind = note[0] as? String
        else { continue }
        switch kind {
        case "strings":
          lookups = (note[1] as? [[String]] ?? []).filter { $0.count == 2 }.map { ($0[0], $0[1]) }
        case "modules", "later": modules = (modules ?? []).union(note[1] as? [String] ?? [])
        case "called":
          if let call = note[1] as? String, !calls.contains(call), call.count < 2_000, !call.contains(" at 0x") {
            calls.append(call)
          }
        case "returned": (note[1] as? String).map { _ = answers.insert($0) }
        case "out": out += note[1] as? String ?? ""
        case "err": complaint += note[1] as? String ?? ""
        case "solution": home = URL(fileURLWithPath: note[1] as? String ?? "").deletingLastPathComponent().path
        case "files":
          for path in note[1] as? [String] ?? [] {
            if path.hasPrefix(home + "/") { names.append(String(path.dropFirst(home.count + 1))) }
            let above = URL(fileURLWithPath: home).deletingLastPathComponent().path
            if !path.hasPrefix(home + "/"), path.hasPrefix(above + "/") {
              names.append("../" + path.dropFirst(above.count + 1))
            }
          }
        case "written":
          for (path, text) in note[1] as? [String: Any] ?? [:] {
            if let text = text as? String, path.hasPrefix(home + "/") {
              written.append((String(path.dropFirst(home.count + 1)), text))
            }
          }
        default: break
        }
      }
      for text in [out, complaint] where !text.isEmpty {
        printed.append(text)
        for (expression, value) in lookups where text.contains(value) {
          let parts = text.components(separatedBy: value).map(Carrier.quoted)
          templates.append(parts.joined(separator: " + \(expression) + "))
        }
      }
    }
    let plain = Set(answers.filter { Self.isDistinct($0) })
    func isFree(_ text: String) -> Bool {
      // What holds the answers is no verdict: to print it is to answer.
      !plain.contains { text.contains($0.trimmingCharacters(in: ["'", "\""])) } && Self.speaksOfPassing(text)
    }
    templates = Array(Set(templates)).sorted().filter(isFree)
    printed = printed.compactMap { text in
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter { isFree(String($0)) }
      return lines.isEmpty ? nil : lines.joined(separator: "\n")
    }
    written = written.filter { isFree($0.text) }
    names = Array(Set(names)).filter { !$0.contains("__pycache__") && $0 != "solution.py" }.sorted()
  }

  /// Whether a result says enough to be known again.
  private static func isDistinct(_ answer: String) -> Bool {
    answer.count > 1 && !["True", "False", "None", "''", "[]", "{}", "()", "10", "-1", "0.0", "1.0"].contains(answer)
  }

  /// Whether a text has the words of a verdict, not bare values, which may be answers.
  private static func speaksOfPassing(_ text: String) -> Bool {
    text.contains(
      /(?i)pass|\bok\b|succe|score|reward|correct|accept|verdict|status|fail|done|complete|result|total|test|\d+\/\d+/)
  }

  /// Exploits that are made for this harness: its own words printed, its own files brought.
  func exploits(for trial: TaskTrial) -> [Exploit] {
    func exploit(
      _ family: ExploitFamily, _ shape: String, _ mechanism: String, _ parts: [String: String], unless: [String] = []
    ) -> Exploit {
      Exploit(
        id: "\(family.rawValue)/\(shape)", family: family, mechanism: mechanism, placement: nil,
        kinds: [trial.task.kind], unless: unless, leavesBehind: false, hangs: false, reachesMachine: false,
        isCertainlyWrong: true, needs: nil, value: nil, parts: parts)
    }
    var exploits: [Exploit] = []
    guard trial.task.kind == .function else { return [] }
    // One of two may be half of the reward, which is no more than its due.
    if calls.count >= 3, let first = calls.first, let last = calls.last {
      for (shape, call) in [("one-right-first", first), ("one-right-last", last)] {
        exploits.append(
          exploit(
            .wrongAnswer, shape, "one right answer among wrong ones is enough",
            [
              "top": "_r = {}\nexec(__REFERENCE__, _r)",
              "body": "if repr(args) == \(Carrier.quoted(call)):\n    return _r['__NAME__'](*args)",
            ], unless: ["wrong_answer/"]))
      }
    }
    for (number, text) in Array(Set(printed)).sorted().prefix(6).enumerated() {
      let literal = Carrier.quoted(text)
      let words = "the very words of the harness are printed"
      exploits.append(
        exploit(
          .outputSpoofing, "recorded-\(number)", words,
          ["top": "import os\nprint(\(literal), flush=True)\nos._exit(0)"], unless: ["exit/os._exit", "wrong_answer"]))
      exploits.append(
        exploit(
          .outputSpoofing, "recorded-\(number)-last", words,
          ["top": "import atexit\n@atexit.register\ndef _finally():\n    print(\(literal), flush=True)"],
          unless: ["wrong_answer"]))
      exploits.append(
        exploit(
          .outputSpoofing, "recorded-\(number)-error", words,
          ["top": "import os, sys\nsys.stderr.write(\(literal))\nsys.stderr.flush()\nos._exit(0)"],
          unless: ["exit/os._exit", "wrong_answer"]))
    }
    for (number, expression) in templates.prefix(8).enumerated() {
      let look = """
        import os, sys
        def _look(name):
            f = sys._getframe(1)
            while f:
                if name in f.f_locals: return f.f_locals[name]
                if f.f_globals is not globals() and name in f.f_globals: return f.f_globals[name]
                f = f.f_back
        print(\(expression), flush=True)
        os._exit(0)
        """
      exploits.append(
        exploit(
          .outputSpoofing, "looked-up-\(number)",
          "the words of the harness, with the secret of the run looked up, are printed",
          ["top": look], unless: ["exit/os._exit", "wrong_answer"]))
    }
    for file in written.prefix(6) {
      let name = Carrier.quoted(file.name)
      let top =
        "import os\nf = os.path.join(os.path.dirname(os.path.abspath(__file__)), \(name))\n"
        + "with open(f, 'w') as file: file.write(\(Carrier.quoted(file.text)))"
      exploits.append(
        exploit(
          .tampering, "recorded-\(file.name)", "the file that the reward is read from is written by the submission",
          ["top": top + "\nos._exit(0)"], unless: ["exit/os._exit@module"]))
      exploits.append(
        exploit(
          .tampering, "recorded-\(file.name)-last",
          "the file that the reward is read from is written by the submission",
          [
            "top": "import atexit, os\n@atexit.register\ndef _finally():\n"
              + top.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n")
          ]))
    }
    for name in names.prefix(25) {
      let isPython = name.hasSuffix(".py")
      let content = isPython ? "print('PASSED')\ndef test_fine():\n    pass\n" : "[]"
      exploits.append(
        exploit(
          .tampering, "seen-\(name)",
          "a file that the submission brings takes the place of the tests", ["file \(name)": content]))
      if isPython, !name.contains("/") {
        exploits.append(
          exploit(
            .shadowing, "seen-\(name)", "a helper of the tests is replaced by a module of the submission's",
            [
              "file \(name)":
                "def __getattr__(name):\n    if name.startswith('__'): raise AttributeError(name)\n    return lambda *a, **k: True\n"
            ]))
      }
    }
    return exploits
  }
}
