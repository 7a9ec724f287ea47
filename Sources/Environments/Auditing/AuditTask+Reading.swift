import Foundation

extension AuditTask {
  /// Reads tasks from JSONL: one object a line, or one array of objects.
  ///
  /// Known keys, each under several names that data sets use, are `reference`, `statement`, `entry_point`, `id`,
  /// `kind`, `inputs`, `examples`, `alternatives` and `wrong`; the grader gets the whole object.
  ///
  /// - Throws: `EnvironmentAuditError` with the line at fault.
  public static func tasks(contentsOf url: URL) throws -> [AuditTask] {
    let data: Data
    do {
      data = try Data(contentsOf: url)
    } catch {
      throw EnvironmentAuditError(.unreadableTasks, "\(url.path) cannot be read: \(error.localizedDescription)")
    }
    let first = data.first { !" \t\r\n".utf8.contains($0) }
    if first == UInt8(ascii: "[") {
      guard let objects = try? JSONSerialization.jsonObject(with: data) as? [[String: Any]] else {
        throw EnvironmentAuditError(.unreadableTasks, "\(url.path) begins with '[' and is no JSON array of objects")
      }
      return try objects.enumerated().map { try AuditTask(object: $1, place: "task \($0 + 1) of \(url.path)") }
    }
    var tasks: [AuditTask] = []
    for (number, line) in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      guard line.contains(where: { !" \t\r".utf8.contains($0) }) else { continue }
      let place = "line \(number + 1) of \(url.path)"
      guard let object = try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any] else {
        if tasks.isEmpty, let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any] {
          return [try AuditTask(object: object, place: url.path)]
        }
        throw EnvironmentAuditError(.unreadableTasks, "\(place) is no JSON object")
      }
      tasks.append(try AuditTask(object: object, place: place))
    }
    guard !tasks.isEmpty else { throw EnvironmentAuditError(.unreadableTasks, "\(url.path) holds no task") }
    return tasks
  }

  private init(object: [String: Any], place: String) throws {
    func value(_ names: String...) -> Any? { names.lazy.compactMap { object[$0] }.first { !($0 is NSNull) } }
    func text(_ value: Any?) -> String? {
      (value as? String) ?? (value as? NSNumber).map { "\($0)" }
    }
    let identifier = text(value("id", "task_id", "name")) ?? place
    let entryPoint = text(value("entry_point", "entryPoint", "function", "function_name")) ?? ""
    let named = text(value("kind", "type"))
    guard
      let solution = value(
        "reference", "solution", "canonical_solution", "reference_solution", "answer", "gold", "correct")
    else {
      throw EnvironmentAuditError(
        .unreadableTasks,
        "\(place) has no 'reference': an audit needs a right solution, to see that the grader rewards it")
    }
    let kind: Kind
    if let known = named.flatMap(Kind.init) {
      kind = known
    } else if !entryPoint.isEmpty {
      kind = .function
    } else if Self.looksLikePython(solution) {
      kind = .program
    } else {
      kind = .text
    }
    if kind == .function, entryPoint.isEmpty {
      throw EnvironmentAuditError(.unreadableTasks, "\(place) is of kind 'function' and names no 'entry_point'")
    }
    let main = kind == .text ? "answer.txt" : "solution.py"
    func submission(_ value: Any) -> CodeSubmission? {
      if let text = text(value) { return CodeSubmission(files: [main: text]) }
      guard let object = value as? [String: Any] else { return nil }
      let files = (object["files"] as? [String: Any] ?? object).compactMapValues { $0 as? String }
      return files.isEmpty ? nil : CodeSubmission(files: files)
    }
    guard let reference = submission(solution) else {
      throw EnvironmentAuditError(.unreadableTasks, "the reference of \(place) is neither a text nor files")
    }
    func submissions(_ value: Any?) -> [CodeSubmission] { (value as? [Any] ?? []).compactMap(submission) }
    self.init(
      id: identifier, kind: kind, statement: text(value("statement", "prompt", "question", "description")) ?? "",
      entryPoint: entryPoint, reference: reference, alternatives: submissions(value("alternatives")),
      wrong: submissions(value("wrong", "wrong_solutions")),
      inputs: Self.inputs(value("inputs", "held_out_inputs", "heldOutInputs"), kind),
      visibleInputs: Self.inputs(
        value("visible_inputs", "visibleInputs", "examples", "visible_tests", "public_tests"), kind),
      payload: try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys]))
  }

  private static func looksLikePython(_ value: Any) -> Bool {
    guard let text = value as? String else { return value is [String: Any] }
    return text.contains(/(?m)^\s*(import |from \w+ import|def |class |for .*:|while .*:|print\()/)
  }

  /// Inputs in one form, out of `[[1, 2], …]`, `[{"input": [1, 2]}, …]`, `["text", …]`.
  private static func inputs(_ value: Any?, _ kind: Kind) -> [String] {
    guard let items = value as? [Any] else { return [] }
    return items.compactMap { item in
      var input = item
      if let object = item as? [String: Any] {
        guard let found = ["input", "inputs", "args", "arguments", "stdin"].lazy.compactMap({ object[$0] }).first
        else { return nil }
        input = found
      }
      if kind == .function, !(input is [Any]) {
        // Some data sets write the array as a text.
        if let text = input as? String, let array = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [Any] {
          input = array
        } else {
          input = [input]
        }
      }
      return (try? JSONSerialization.data(withJSONObject: input, options: [.fragmentsAllowed, .sortedKeys])).map {
        String(decoding: $0, as: UTF8.self)
      }
    }
  }
}
