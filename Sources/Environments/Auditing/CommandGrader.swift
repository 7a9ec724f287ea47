import Foundation

/// A user's grader: a command or a Python function, run in a copy of its directory.
public struct CommandGrader: AuditedGrader {
  public var command: GraderCommand
  public var input: GraderCommand.Input
  public var format: VerdictFormat
  /// Where a verdict stands in a JSON object; the usual names where this is `nil`.
  public var key: String?
  /// How long a call may take.
  public var limit: Duration
  /// The interpreter that calls functions.
  public var python: String
  /// Where all of it takes place.
  public var workspace: GraderWorkspace

  /// Creates a grader.
  public init(
    _ command: GraderCommand, input: GraderCommand.Input, format: VerdictFormat, key: String? = nil,
    limit: Duration = .seconds(20), python: String = "python3", workspace: GraderWorkspace
  ) {
    self.command = command
    self.input = input
    self.format = format
    self.key = key
    self.limit = limit
    self.python = python
    self.workspace = workspace
  }

  public var name: String { command.text }

  public var takesFiles: Bool {
    switch input {
    case .text: false
    case .json, .call: true
    case .arguments: command.words.contains { $0.contains("{dir}") }
    }
  }

  public func verdicts(on submissions: [CodeSubmission], for task: AuditTask) async throws -> [GraderVerdict] {
    try await outputs(on: submissions, for: task).map { output in
      format.verdict(in: output, key: key)
    }
  }

  /// Runs the grader on submissions, in one place.
  func outputs(on submissions: [CodeSubmission], for task: AuditTask) async throws -> [GraderOutput] {
    let place = try workspace.makePlace()
    defer { place.remove() }
    var outputs: [GraderOutput] = []
    for submission in submissions {
      outputs.append(try await output(on: submission, for: task, in: place))
    }
    return outputs
  }

  private func output(on submission: CodeSubmission, for task: AuditTask, in place: GraderWorkspace.Place)
    async throws -> GraderOutput
  {
    let text = submission.files[task.mainFile] ?? ""
    let folder = try place.write(submission)
    var request = Data()
    switch input {
    case .json, .call: request = try Self.request(submission, text, task)
    case .text: request = Data(text.utf8)
    case .arguments: break
    }
    var words = command.words.map { place.relocated($0) }
    var secret = ""
    if command.isFunction {
      secret = UUID().uuidString
      let driver = try place.write(Data(PackageResources.driver_py), named: "driver.py")
      words = [python, driver.path] + words + [secret]
    } else if input == .arguments {
      let file = try place.write(task.payload, named: "task.json")
      let values = [
        "{dir}": folder.path, "{solution}": folder.appending(path: task.mainFile).path, "{task}": file.path,
        "{id}": task.id, "{entry_point}": task.entryPoint,
      ]
      words = words.map { word in values.reduce(word) { $0.replacing($1.key, with: $1.value) } }
    }
    let begun = ContinuousClock.now
    let status = try await place.run(words, input: request, for: limit)
    let seconds = (ContinuousClock.now - begun) / .seconds(1)
    var output = place.output
    if command.isFunction {
      // Only the driver knows the secret; what a submission prints goes elsewhere.
      output =
        output.split(separator: "\n").last { $0.hasPrefix(secret) }.map { String($0.dropFirst(secret.count)) } ?? ""
    }
    return GraderOutput(output: output, complaint: place.complaint, status: status, seconds: seconds)
  }

  /// The object that a grader reads from standard input.
  private static func request(_ submission: CodeSubmission, _ text: String, _ task: AuditTask) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    func json(_ value: some Encodable) throws -> String { String(decoding: try encoder.encode(value), as: UTF8.self) }
    let members = [
      ("id", try json(task.id)), ("entry_point", try json(task.entryPoint)), ("statement", try json(task.statement)),
      ("solution", try json(text)), ("submission", try json(text)), ("code", try json(text)),
      ("files", try json(submission.files)),
      ("task", String(decoding: task.payload, as: UTF8.self)),
    ]
    return Data(("{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}\n").utf8)
  }
}
