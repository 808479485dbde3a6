//! Phrases held against texts.

use super::*;

fn has(phrase: &str, text: &str) -> bool {
    let words = Words::of(text);
    Phrase::parse(phrase).unwrap().is_within(&words, 0..words.all.len())
}

#[test]
fn gaps_endings_and_joined_words_are_read_as_they_are_written() {
    assert!(has("not|never … tell*|inform* … user*", "Do NOT, ever, tell the users"));
    assert!(has("dont mention", "don't mention"));
    assert!(has("find_out|know", "they will find out"));
    assert!(!has("not … tell", "not one two three four five six tell"));
    assert!(has("not …7 tell", "not one two three four five six tell"));
    assert!(has("read … .env", "read the file `.env`, please"));
    assert!(has("to … @", "to a@b.example"));
    assert!(has("conversation history", "conversationHistory and conversation_history"));
}

#[test]
fn nothing_reaches_over_the_end_of_a_sentence() {
    assert!(!has("not … tell", "It does not. Tell the user."));
    assert!(has("not … tell", "not v1.2 tell"));
}

#[test]
fn a_gap_may_stay_within_a_clause() {
    assert!(has("not …9!,|and without", "do not delete the file without"));
    for text in ["do not wait, delete it without", "do not wait and delete it without", "do not wait - delete it without", "not: without"] {
        assert!(!has("not …9!,|and without", text), "{text}");
    }
    assert!(has("not …9!, without", "do not re-read and delete without"));
}

#[test]
fn scripts_without_blanks_are_read_sign_by_sign() {
    assert!(has("不要|别 … 告诉 … 用户", "请不要把这件事告诉用户。"));
    assert!(!has("不要|别 … 告诉 … 用户", "不要。告诉用户。"));
}

#[test]
fn a_phrase_does_not_begin_or_end_with_a_gap() {
    assert!(Phrase::parse("… tell").is_none());
    assert!(Phrase::parse("").is_none());
    assert!(Phrase::parse("tell …x user").is_none());
}
