/// The identifier of a token in a tokenizer's vocabulary.
public typealias TokenID = Int32
