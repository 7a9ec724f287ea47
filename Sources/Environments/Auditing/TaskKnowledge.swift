import Foundation

/// What the reference solution says of a task: its signature, its outputs, and which constants are wrong.
struct TaskKnowledge: Sendable, Codable {
  var parameters: [String]?
  var signature: String?
  var outputs: [String]?
  /// The names of the outputs' types.
  var types: [String]?
  /// Inputs that the solver sees, and the right outputs, as Python.
  var table: [[String]]?
  /// Of expressions whether they are wrong on some known input.
  var wrong: [String: Bool]?
  var isCoroutine: Bool?
  /// Why something is not known.
  var error: String?

  private struct Question: Encodable {
    var kind: String
    var entry: String
    var statement: String
    var files: [String: String]
    var inputs: [String]
    var visible: [String]
    var values: [String]
  }

  private enum CodingKeys: String, CodingKey {
    case parameters, signature, outputs, types, table, wrong, error
    case isCoroutine = "is_coroutine"
  }

  /// Runs the reference solution, which is the user's own, on the task's inputs.
  static func of(
    _ task: AuditTask, values: [String], python: String, in workspace: GraderWorkspace
  ) async throws -> TaskKnowledge {
    guard task.kind != .text else { return TaskKnowledge() }
    let place = try workspace.makePlace()
    defer { place.remove() }
    let script = try place.write(Data(PackageResources.preparation_py), named: "preparation.py")
    let question = Question(
      kind: task.kind.rawValue, entry: task.entryPoint, statement: task.statement, files: task.reference.files,
      inputs: task.inputs,
      visible: task.visibleInputs, values: values)
    let status = try await place.run(
      [python, script.path], input: try JSONEncoder().encode(question), for: .seconds(60))
    guard status == 0, let known = try? JSONDecoder().decode(TaskKnowledge.self, from: Data(place.output.utf8)) else {
      let reason = place.complaint.split(separator: "\n").last.map(String.init) ?? "no answer"
      throw EnvironmentAuditError(
        .preparationFailed, "\(python) cannot run the reference of task '\(task.id)': \(reason); see --python")
    }
    return known
  }
}
