import ModelBackend

/// What an agent does with a repository.
struct WorkspaceTool: AgentTool {
  /// The things that can be done.
  enum Operation: CaseIterable {
    case list
    case read
    case write
    case run
  }

  let operation: Operation
  let workspace: AgentWorkspace

  var definition: ToolDefinition {
    switch operation {
    case .list:
      ToolDefinition(
        name: "list_files", summary: "Lists the files of the repository.", parameters: ToolSchema.texts([:]))
    case .read:
      ToolDefinition(
        name: "read_file", summary: "Shows a file.", parameters: ToolSchema.texts(["path": "As list_files shows it."]))
    case .write:
      ToolDefinition(
        name: "write_file", summary: "Writes a whole file, in place of what it held.",
        parameters: ToolSchema.texts(["path": "The file's path.", "content": "All of its new content."]))
    case .run:
      ToolDefinition(
        name: "run_command",
        summary: "Runs a shell command, such as a Python program, on a copy of the repository; what the command itself "
          + "writes is not kept. There is no network.", parameters: ToolSchema.texts(["command": "The command."]))
    }
  }

  func call(_ arguments: ToolArguments) async throws -> String {
    switch operation {
    case .list:
      return await workspace.files.keys.sorted().joined(separator: "\n")
    case .read:
      return try await workspace.read(try arguments.text("path"))
    case .write:
      let content = try arguments.text("content")
      try await workspace.write(try arguments.text("path"), content)
      return "Written, \(content.utf8.count) bytes."
    case .run:
      return Self.text(of: try await workspace.run(try arguments.text("command")))
    }
  }

  private static func text(of output: CommandOutput) -> String {
    var parts = [output.status.map { "exit status \($0)" } ?? "stopped: it took too long or too much"]
    if !output.output.isEmpty { parts.append(output.output) }
    if !output.errors.isEmpty { parts.append("standard error:\n" + output.errors) }
    // Durations differ from run to run, and an episode that is repeated has to meet the same words.
    return parts.joined(separator: "\n").replacing(/\bin \d+\.\d+ ?s(econds)?\b/, with: "in a moment")
  }
}
