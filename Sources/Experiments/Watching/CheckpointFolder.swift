import Foundation

/// A directory that a training job writes its checkpoints to, in the layouts of Hugging Face's Trainer
/// (`checkpoint-100/`), TRL, verl (`global_step_100/actor/huggingface/`) and whatever is like them.
///
/// What is named as unfinished, as by the Trainer's `tmp-checkpoint-100`, is not looked at.
struct CheckpointFolder: CheckpointSource {
  private static let deepest = 4

  let url: URL

  func look() async throws -> [(checkpoint: WatchedCheckpoint, mark: String)] {
    // A job may not have made the directory yet.
    guard FileManager.default.fileExists(atPath: url.path) else { return [] }
    return try checkpoints(in: url, path: "", depth: 0)
  }

  private func checkpoints(
    in directory: URL, path: String, depth: Int
  ) throws -> [(checkpoint: WatchedCheckpoint, mark: String)] {
    let entries: [URL]
    do {
      entries = try FileManager.default.contentsOfDirectory(
        at: directory, includingPropertiesForKeys: [.isDirectoryKey, .fileSizeKey, .contentModificationDateKey],
        options: .skipsHiddenFiles)
    } catch  where depth > 0 {
      // Jobs remove old checkpoints while we look.
      return []
    }
    var found: [(checkpoint: WatchedCheckpoint, mark: String)] = []
    let names = Set(entries.map(\.lastPathComponent))
    if Self.isWhole(directory, names) {
      let id = path.isEmpty ? "." : path
      found.append(
        (
          WatchedCheckpoint(id: id, step: WatchedCheckpoint.step(in: path), location: .directory(directory)),
          Self.mark(entries)
        ))
    }
    guard depth < Self.deepest else { return found }
    for entry in entries.sorted(by: { $0.lastPathComponent < $1.lastPathComponent }) {
      let name = entry.lastPathComponent
      guard (try? entry.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true,
        !name.hasPrefix("tmp"), !name.hasSuffix("tmp"), !name.hasSuffix(".partial")
      else { continue }
      found += try checkpoints(in: entry, path: path.isEmpty ? name : "\(path)/\(name)", depth: depth + 1)
    }
    return found
  }

  /// Whether a model or an adapter is there with all of its weights.
  private static func isWhole(_ directory: URL, _ names: Set<String>) -> Bool {
    let weights: [String]
    if names.contains("adapter_config.json") {
      weights = ["adapter_model.safetensors"]
    } else if names.contains("config.json") {
      if names.contains("model.safetensors.index.json") {
        struct Index: Decodable {
          var weightMap: [String: String]
          private enum CodingKeys: String, CodingKey { case weightMap = "weight_map" }
        }
        let file = directory.appending(path: "model.safetensors.index.json")
        guard let data = try? Data(contentsOf: file), let index = try? JSONDecoder().decode(Index.self, from: data)
        else { return false }
        weights = Set(index.weightMap.values).sorted()
      } else {
        weights = ["model.safetensors"]
      }
    } else {
      return false
    }
    return weights.allSatisfy { names.contains($0) && isWhole(directory.appending(path: $0)) }
  }

  /// Whether a safetensors file is as long as its header says.
  private static func isWhole(_ url: URL) -> Bool {
    struct Tensor: Decodable {
      var end: UInt64

      init(from decoder: any Decoder) throws {
        // The header's own metadata is no tensor.
        let container = try decoder.container(keyedBy: CodingKeys.self)
        end = try container.decodeIfPresent([UInt64].self, forKey: .offsets)?.last ?? 0
      }

      private enum CodingKeys: String, CodingKey { case offsets = "data_offsets" }
    }
    guard let file = try? FileHandle(forReadingFrom: url), let size = try? file.seekToEnd(),
      (try? file.seek(toOffset: 0)) != nil, let prefix = try? file.read(upToCount: 8), prefix.count == 8
    else { return false }
    let length = prefix.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length > 0, length <= 100 << 20, length + 8 <= size,
      let header = try? file.read(upToCount: Int(length)),
      let tensors = try? JSONDecoder().decode([String: Tensor].self, from: header)
    else { return false }
    return size == 8 + length + (tensors.values.map(\.end).max() ?? 0)
  }

  /// Names, sizes and times of all files: what changes while something is being written.
  private static func mark(_ entries: [URL]) -> String {
    entries.sorted { $0.lastPathComponent < $1.lastPathComponent }.map { entry in
      let values = try? entry.resourceValues(forKeys: [.fileSizeKey, .contentModificationDateKey])
      let time = values?.contentModificationDate?.timeIntervalSince1970 ?? 0
      return "\(entry.lastPathComponent) \(values?.fileSize ?? 0) \(time)"
    }.joined(separator: "\n")
  }
}
