//! The names of the grammar: parts of speech, the finer tags of the Penn treebank, and relations, as closed lists.

macro_rules! names {
    ($(#[$doc:meta])* $list:ident { $($(#[$each:meta])* $item:ident = $name:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $list {
            $($(#[$each])* #[doc = concat!("\n\nWritten `", $name, "`.")] $item,)*
        }

        impl $list {
            /// All of them, in their order.
            pub const ALL: &[Self] = &[$(Self::$item),*];

            /// As treebanks write it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$item => $name,)*
                }
            }

            /// The one of that name.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.name() == name)
            }
        }

        impl std::fmt::Display for $list {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }
    };
}

names! {
    /// A part of speech, of the seventeen of Universal Dependencies.
    Tag {
        /// An adjective: *large*, *third*.
        Adjective = "ADJ",
        /// A preposition or a particle of a verb: *in*, *off*.
        Adposition = "ADP",
        /// An adverb: *soon*, *not far*.
        Adverb = "ADV",
        /// A helping verb: *has* signed, *was*, *will*.
        Auxiliary = "AUX",
        /// *and*, *or*, *but*.
        Conjunction = "CCONJ",
        /// *the*, *no*, *every*.
        Determiner = "DET",
        /// *yes*, *well*.
        Interjection = "INTJ",
        /// A common noun.
        Noun = "NOUN",
        /// A number: *9,000*, *two*.
        Number = "NUM",
        /// *not*, *to* before a verb, *'s*.
        Particle = "PART",
        /// A pronoun.
        Pronoun = "PRON",
        /// A name, or a word of one.
        ProperNoun = "PROPN",
        /// A mark.
        Punctuation = "PUNCT",
        /// *that*, *while*, *if*.
        Subordinator = "SCONJ",
        /// *$*, *%*.
        Symbol = "SYM",
        /// A full verb.
        Verb = "VERB",
        /// Something else: a foreign word, a slip.
        Other = "X",
    }
}

names! {
    /// A tag of the Penn treebank, as the English treebanks of today use them.
    Fine {
        /// A comma.
        Comma = ",",
        /// The end of a sentence.
        Stop = ".",
        /// A colon, a semicolon, a dash.
        Colon = ":",
        /// Opening quotation marks.
        OpenQuote = "``",
        /// Closing quotation marks.
        CloseQuote = "''",
        /// An opening bracket.
        OpenBracket = "-LRB-",
        /// A closing bracket.
        CloseBracket = "-RRB-",
        /// A hyphen inside a word.
        Hyphen = "HYPH",
        /// Other marks.
        OtherMark = "NFP",
        /// A currency.
        Currency = "$",
        /// Another symbol.
        Sym = "SYM",
        /// An address of a page or a mailbox.
        Address = "ADD",
        /// A part of a word that stands apart.
        Affix = "AFX",
        /// *and*, *or*.
        Cc = "CC",
        /// A number.
        Cd = "CD",
        /// A determiner.
        Dt = "DT",
        /// *there* is.
        Ex = "EX",
        /// A foreign word.
        Fw = "FW",
        /// A piece of a word that was torn.
        Gw = "GW",
        /// A preposition or subordinator.
        In = "IN",
        /// An adjective.
        Jj = "JJ",
        /// A comparative: *larger*.
        Jjr = "JJR",
        /// A superlative: *largest*.
        Jjs = "JJS",
        /// The number of an item in a list.
        Ls = "LS",
        /// *will*, *may*.
        Md = "MD",
        /// A noun, singular.
        Nn = "NN",
        /// A noun, plural.
        Nns = "NNS",
        /// A name, singular.
        Nnp = "NNP",
        /// A name, plural.
        Nnps = "NNPS",
        /// *all* the, *such* a.
        Pdt = "PDT",
        /// *'s*.
        Pos = "POS",
        /// *he*, *them*.
        Prp = "PRP",
        /// *his*, *their*.
        PrpPoss = "PRP$",
        /// An adverb.
        Rb = "RB",
        /// *sooner*.
        Rbr = "RBR",
        /// *soonest*.
        Rbs = "RBS",
        /// A verb's particle: set *up*.
        Rp = "RP",
        /// *to* before a verb.
        To = "TO",
        /// *yes*.
        Uh = "UH",
        /// A verb, bare: to *sign*.
        Vb = "VB",
        /// Past tense: *signed*, *took*.
        Vbd = "VBD",
        /// *signing*.
        Vbg = "VBG",
        /// Past participle: has *signed*, was *taken*.
        Vbn = "VBN",
        /// Present tense, not third person singular: they *sign*.
        Vbp = "VBP",
        /// Present tense, third person singular: she *signs*.
        Vbz = "VBZ",
        /// *which*, *that* in a relative clause.
        Wdt = "WDT",
        /// *who*, *what*.
        Wp = "WP",
        /// *whose*.
        WpPoss = "WP$",
        /// *when*, *where*, *how*.
        Wrb = "WRB",
    }
}

names! {
    /// What a word is to the word it depends on, by Universal Dependencies (version 2, with the subtypes of English).
    Relation {
        /// The sentence's uppermost word; it has no head.
        Root = "root",
        /// A clause that goes with a noun: troops *stationed* there, a plan *to leave*.
        Acl = "acl",
        /// A relative clause: the minister who *resigned*.
        AclRelcl = "acl:relcl",
        /// A clause that goes with a verb: left after they *met*.
        Advcl = "advcl",
        /// A relative clause about a whole clause.
        AdvclRelcl = "advcl:relcl",
        /// An adverb, and negation: did *not*, *never* signed.
        Advmod = "advmod",
        /// An adjective with its noun.
        Amod = "amod",
        /// Another name of the same: Ana Ruiz, the *minister*.
        Appos = "appos",
        /// A helping verb: *has* signed, *will* sign.
        Aux = "aux",
        /// The helping verb of a passive: *was* signed.
        AuxPass = "aux:pass",
        /// A preposition, or *'s*, with its noun.
        Case = "case",
        /// *and*, *or*, with what follows it.
        Cc = "cc",
        /// *both* … and, *either* … or.
        CcPreconj = "cc:preconj",
        /// A clause as a verb's object: said they *met*.
        Ccomp = "ccomp",
        /// A noun before a noun: *peace* talks.
        Compound = "compound",
        /// A verb's particle: set *up*.
        CompoundPrt = "compound:prt",
        /// The second and further members of a row; its head is the first.
        Conj = "conj",
        /// *is* before what somebody is.
        Cop = "cop",
        /// A clause as subject.
        Csubj = "csubj",
        /// A clause as subject of a clause that is itself the predicate.
        CsubjOuter = "csubj:outer",
        /// A clause as subject of a passive.
        CsubjPass = "csubj:pass",
        /// Nobody could tell.
        Dep = "dep",
        /// A determiner with its noun.
        Det = "det",
        /// *all* the, *such* a.
        DetPredet = "det:predet",
        /// *well*, *uh*.
        Discourse = "discourse",
        /// Set before or after its clause and taken up in it.
        Dislocated = "dislocated",
        /// *there* is, *it* is clear that.
        Expl = "expl",
        /// The further words of a fixed phrase: because *of*.
        Fixed = "fixed",
        /// The further words of a name: Ana *Ruiz*; its head is the first.
        Flat = "flat",
        /// A further piece of a torn word.
        Goeswith = "goeswith",
        /// To whom: gave *them* time.
        Iobj = "iobj",
        /// An item of a list.
        List = "list",
        /// *that*, *if*, *to*, with their clause's verb.
        Mark = "mark",
        /// A noun with a preposition that goes with a noun: the capital of *Veldia*.
        Nmod = "nmod",
        /// A title or a description before a name.
        NmodDesc = "nmod:desc",
        /// Whose: *their* troops, *Veldia*'s troops.
        NmodPoss = "nmod:poss",
        /// A noun without a preposition that goes with a noun: a *day*, *percent*.
        NmodUnmarked = "nmod:unmarked",
        /// The subject.
        Nsubj = "nsubj",
        /// The subject of a clause whose predicate is itself a clause.
        NsubjOuter = "nsubj:outer",
        /// The subject of a passive: *troops* were sent.
        NsubjPass = "nsubj:pass",
        /// A number with its noun.
        Nummod = "nummod",
        /// The object.
        Obj = "obj",
        /// A noun with a preposition that goes with a verb: met in *Veldia*.
        Obl = "obl",
        /// By whom, of a passive: was sent by the *ministry*.
        OblAgent = "obl:agent",
        /// A noun without a preposition that goes with a verb: met on *Monday* without *on*.
        OblUnmarked = "obl:unmarked",
        /// What is left of a row whose verb is left out.
        Orphan = "orphan",
        /// A clause beside a clause: *he said* in the middle.
        Parataxis = "parataxis",
        /// A mark.
        Punct = "punct",
        /// Said and taken back.
        Reparandum = "reparandum",
        /// Who is spoken to.
        Vocative = "vocative",
        /// A clause whose subject is in the clause above: agreed to *sign*.
        Xcomp = "xcomp",
    }
}

impl Relation {
    /// Whether it is a subject, of an active or a passive.
    pub fn is_subject(self) -> bool {
        matches!(self, Self::Nsubj | Self::NsubjPass | Self::NsubjOuter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_back_to_what_it_names() {
        for it in Relation::ALL {
            assert_eq!(Relation::named(it.name()), Some(*it));
        }
        for it in Fine::ALL {
            assert_eq!(Fine::named(it.name()), Some(*it));
        }
        for it in Tag::ALL {
            assert_eq!(Tag::named(it.name()), Some(*it));
        }
        assert_eq!(Relation::NsubjPass.to_string(), "nsubj:pass");
        assert_eq!(Relation::named("subject"), None);
    }
}
