import Foundation
import TinkerBackend

extension Experiment {
  /// Checks that the backend is described whole, and that the rest of the experiment is something that it can do.
  func validateBackend(_ check: (_ path: String, _ isValid: Bool, _ expected: String) throws -> Void) throws {
    switch backend.kind {
    case .local:
      for (key, isWritten) in [
        ("url", backend.url != nil), ("dialect", backend.dialect != nil), ("tokenizer", backend.tokenizer != nil),
      ] {
        try check("backend.\(key)", !isWritten, "nothing: it is for backend.kind tinker")
      }
      try check(
        "backend.base_model", backend.baseModel?.isEmpty != true, "nothing, or the directory of a model to begin with")
      try check(
        "backend.lora_rank", backend.loraRank == nil || backend.baseModel != nil,
        "nothing: it goes with backend.base_model; rl.lora gives RL alone adapters")
      if let rank = backend.loraRank { try checkAdapters(of: rank, check) }
      try checkSeeds(check)
    case .tinker:
      let url = backend.url.flatMap { URL(string: $0) }
      try check(
        "backend.url", url?.scheme.map { ["http", "https"].contains($0) } == true && url?.host() != nil,
        "the server's address, such as http://127.0.0.1:8000")
      try check(
        "backend.base_model", backend.baseModel?.isEmpty == false,
        "the directory that the server was started with, or the name of a hosted model")
      let rank = backend.loraRank ?? BackendConfiguration.standardRank
      try checkAdapters(of: rank, check)
      try checkSeeds(check)
    }
  }

  private func checkAdapters(
    of rank: Int, _ check: (_ path: String, _ isValid: Bool, _ expected: String) throws -> Void
  ) throws {
    try check("backend.lora_rank", rank > 0, "at least 1")
    try check(
      "rl.lora", rl.lora.map { $0.rank == rank && $0.alpha == TinkerDialect.alpha } ?? true,
      "nothing, or rank \(rank) (backend.lora_rank) and alpha 32: all stages train the same adapters")
  }

  private func checkSeeds(_ check: (_ path: String, _ isValid: Bool, _ expected: String) throws -> Void) throws {
    let isDirectory = backend.baseModel.map { FileManager.default.fileExists(atPath: $0) } ?? false
    try check(
      "seeds", seeds.count == 1 || !isDirectory,
      "one seed: the base model in backend.base_model was raised in the world of one")
  }
}
