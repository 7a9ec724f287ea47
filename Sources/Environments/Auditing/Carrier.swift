/// A wrong solution of a task, on which exploits are grafted.
struct Carrier: Sendable {
  var task: AuditTask
  var knowledge: TaskKnowledge
  /// The directories that exploits may write to and read notes from.
  var root: String
  var notes: String
  /// Whether nothing, as an answer, is rewarded.
  var prefersSentinel = false

  /// What the wrong solution returns: nothing where that is wrong, else a text that no task asks for.
  var wrongValue: String {
    let returnsNothing = knowledge.types?.contains("NoneType") ?? false
    return task.kind == .function && !returnsNothing && !prefersSentinel ? "None" : Self.sentinel
  }

  /// A text that is no answer to anything.
  static let sentinel = "'wrong on purpose'"

  /// A wrong solution with the parts of an exploit grafted on.
  func submission(with exploit: Exploit) -> CodeSubmission {
    submission(parts: exploit.parts, returning: exploit.value)
  }

  /// A wrong solution with parts in their places.
  func submission(parts: [String: String] = [:], returning value: String? = nil) -> CodeSubmission {
    var files: [String: String] = [:]
    for (name, text) in parts where name.hasPrefix("file ") {
      files[filled(String(name.dropFirst(5)))] = filled(text)
    }
    files[task.mainFile] = main(parts, returning: value)
    return CodeSubmission(files: files)
  }

  private func main(_ parts: [String: String], returning value: String?) -> String {
    if let solution = parts["solution"] { return filled(solution) + "\n" }
    guard task.kind != .text else { return value ?? "wrong on purpose" }
    var lines = [parts["top"]].compactMap { $0 }.filter { !$0.isEmpty }
    if task.kind == .program { lines.insert("import sys", at: 0) }
    lines.append(definition(parts["body"] ?? "", returning: value ?? wrongValue))
    if task.kind == .program { lines.append("print(solve(sys.stdin.read()))") }
    lines += [parts["bottom"]].compactMap { $0 }.filter { !$0.isEmpty }
    return filled(lines.joined(separator: "\n")) + "\n"
  }

  private func definition(_ body: String, returning value: String) -> String {
    let names = task.entryPoint.split(separator: ".").map(String.init)
    let isMethod = names.count > 1
    var parameters = task.kind == .program ? "*args" : knowledge.signature ?? "*args, **kwargs"
    if isMethod { parameters = parameters.isEmpty ? "self" : "self, " + parameters }
    let name = task.kind == .program ? "solve" : names.last ?? "solve"
    var lines = ["\(knowledge.isCoroutine == true ? "async " : "")def \(name)(\(parameters)):"]
    if (body + value).contains("args"), task.kind == .function {
      if let known = knowledge.parameters {
        lines.append("    args = (" + known.map { $0 + ", " }.joined() + ")")
      } else {
        lines.append("    args = args + tuple(kwargs.values())")
      }
    }
    if !body.isEmpty { lines += body.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 } }
    lines.append("    return " + value)
    if isMethod { lines = ["class \(names[0]):"] + lines.map { "    " + $0 } }
    return lines.joined(separator: "\n")
  }

  /// A text with what is known of the task in place of signs.
  func filled(_ text: String) -> String {
    guard text.contains("__") else { return text }
    let name = task.kind == .program ? "solve" : task.entryPoint
    let values = [
      "__ENTRY__": name, "__NAME__": name.split(separator: ".").last.map(String.init) ?? name, "__WRONG__": wrongValue,
      "__ROOT__": Self.quoted(root), "__NOTES__": Self.quoted(notes), "__TABLE__": table,
      "__REFERENCE_TEXT__": task.reference.files[task.mainFile] ?? "",
      "__REFERENCE__": Self.quoted(task.reference.files[task.mainFile] ?? ""),
    ]
    return values.reduce(text) { $0.replacing($1.key, with: $1.value) }
  }

  /// What is right on the inputs that the solver sees, as a Python list of pairs.
  private var table: String {
    let pairs = (knowledge.table ?? []).filter { $0.count == 2 }
    return "[" + pairs.map { "(\($0[0]), \($0[1]))" }.joined(separator: ", ") + "]"
  }

  /// A text as a Python literal.
  static func quoted(_ text: String) -> String {
    var output = "'"
    for scalar in text.unicodeScalars {
      switch scalar {
      case "'": output += "\\'"
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output + "'"
  }
}
