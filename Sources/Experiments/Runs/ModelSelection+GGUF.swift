import Foundation
import LocalEngine

extension ModelSelection {
  /// Writes the model as one GGUF file, which llama.cpp and Ollama serve; whole or absent.
  ///
  /// - Throws: `BackendError` for a model that has no weights here, or a file that cannot be written.
  public func writeGGUF(to url: URL, name: String) throws {
    let checkpoint = try LocalCheckpoint(contentsOf: URL(filePath: checkpoint.location, directoryHint: .isDirectory))
    try GGUFExport(checkpoint, name: name).write(to: url)
  }
}
