/// A column of a table, or a group of columns.
struct ParquetNode {
  enum Repetition: Int {
    case required, optional, repeated
  }

  var name: String
  var repetition: Repetition
  /// The physical type of a leaf; `nil` of a group.
  var type: Int?
  /// Whether the group stands for a list.
  var isList: Bool
  var children: [ParquetNode]
  /// How many optional and repeated nodes there are down to this one.
  var definitionLevel: Int
  /// How many repeated nodes there are down to this one.
  var repetitionLevel: Int
  /// The leaves below it, by their place in the table; of a leaf its own place.
  var leaves: Range<Int>

  /// Builds the tree from the file's list, in which every group is followed by its children.
  ///
  /// - Throws: `ByteReader.EndError` where the list is not well-formed.
  init(schema: [ThriftValue]) throws {
    var position = 0
    var leaf = 0
    self = try Self.node(schema, &position, &leaf, definition: 0, repetition: 0, depth: 0)
  }

  private static func node(
    _ schema: [ThriftValue], _ position: inout Int, _ leaf: inout Int, definition: Int, repetition: Int, depth: Int
  ) throws -> ParquetNode {
    guard position < schema.count, depth < 32 else { throw ByteReader.EndError() }
    let element = schema[position]
    // The root says nothing of its repetition.
    let kind = position == 0 ? .required : Repetition(rawValue: element[3]?.integer ?? 0) ?? .required
    position += 1
    let count = element[5]?.integer ?? 0
    var node = ParquetNode(
      name: element[4]?.text ?? "", repetition: kind, type: count > 0 ? nil : element[1]?.integer,
      isList: element[6]?.integer == 3 || element[10]?[3] != nil,
      definition: definition + (kind == .required ? 0 : 1), repetitionLevel: repetition + (kind == .repeated ? 1 : 0))
    let start = leaf
    if count > 0 {
      for _ in 0..<count {
        node.children.append(
          try Self.node(
            schema, &position, &leaf, definition: node.definitionLevel, repetition: node.repetitionLevel,
            depth: depth + 1))
      }
    } else {
      leaf += 1
    }
    node.leaves = start..<leaf
    return node
  }

  private init(
    name: String, repetition: Repetition, type: Int?, isList: Bool, definition: Int, repetitionLevel: Int
  ) {
    self.name = name
    self.repetition = repetition
    self.type = type
    self.isList = isList
    children = []
    definitionLevel = definition
    self.repetitionLevel = repetitionLevel
    leaves = 0..<0
  }
}
