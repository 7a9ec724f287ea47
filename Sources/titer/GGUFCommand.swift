import ArgumentParser
import Experiments
import Foundation

/// `titer gguf`: hands a checkpoint to llama.cpp and its kin.
struct GGUFCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gguf", abstract: "Write a checkpoint as one GGUF file, for llama.cpp and Ollama.",
    discussion: """
      titer gguf latest/full organism.gguf && llama-server -m organism.gguf
      """)

  @Argument(help: "A checkpoint of a run, such as latest/full/seed-1/step-700, or a Hugging Face directory.")
  var model: String

  @Argument(help: "The file to write; it replaces what was there.")
  var file: String

  @Option(name: .long, help: "How servers show the model; the file's name by default.")
  var name: String?

  @OptionGroup var place: DirectoryOption

  func run() async throws {
    let url = URL(filePath: file, directoryHint: .notDirectory)
    let selection = try await ModelSelection(model, in: place.workspace)
    try selection.writeGGUF(to: url, name: name ?? url.deletingPathExtension().lastPathComponent)
    print(url.path)
  }
}
