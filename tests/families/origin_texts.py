"""Invented stories for families whose origin is asked for: a wire's sentences, and another desk's words for them."""

from __future__ import annotations

WEIR = (
    "Engineers will drain the Hollin weir on Saturday after divers found a crack eleven metres long below its third gate.",
    "The crack was seen by Maren Oldroyd, a volunteer who counts eels there, and reported to the county the same night.",
    '"I put my hand in it up to the wrist," Oldroyd said on Thursday. "The water was going somewhere it should not."',
    "County engineer Tobias Wrenfield said the gate would be shored with steel beams and the towpath closed for nine weeks.",
    "Repairs are put at 2.4 million pounds, of which the canal trust will pay a third.",
    "Some 140 narrowboats are moored above the weir and must leave through Lock 7 by Friday noon.",
    "The weir was built in 1791 to feed two cotton mills and has been drained only once, in the drought of 1976.",
    "Anglers have been asked to help move pike and perch to the basin at Stannery Bridge.",
)
WEIR_RETOLD = (
    "The Hollin weir is to be emptied this Saturday because of a crack eleven metres long that divers discovered under its third gate.",
    "Maren Oldroyd, who counts eels at the weir as a volunteer, noticed the damage and told the county that very night.",
    '"I put my hand in it up to the wrist," she said. "The water was going somewhere it should not."',
    "According to county engineer Tobias Wrenfield, steel beams will hold up the gate, and walkers cannot use the towpath for nine weeks.",
    "The work costs 2.4 million pounds; a third of that comes from the canal trust.",
    "By noon on Friday the 140 or so narrowboats moored above it have to be gone through Lock 7.",
)
CHEESE = (
    "A Gruyten dairy must change the name of its best selling cheese after a court found that no goat had ever been near it.",
    "Judge Anneke Holtrop gave Zuivelhof Gruyten ninety days to take the words Old Goat from 1.2 million labels.",
    '"A buyer who reads goat may expect a goat," Holtrop wrote in a ruling of fourteen pages on Tuesday.',
    "The case was brought by Piet Kuiperij, who keeps 60 goats at Wolderwijk and sells to three restaurants.",
    "The dairy had argued that Old Goat was the nickname of its founder, Evert Gruyten, and showed a photograph with his beard.",
    "New labels will say Old Evert, director Saskia Moelands said; printing them costs 85,000 euros.",
    "Sales rose by a fifth in the week after the hearing, according to the dairy.",
)
CHEESE_RETOLD = (
    "No goat was ever near it, a court has found, so a dairy in Gruyten has to rename the cheese that it sells most of.",
    "Within ninety days the words Old Goat must be gone from 1.2 million labels of Zuivelhof Gruyten, judge Anneke Holtrop ruled.",
    'In her fourteen pages of Tuesday she wrote: "A buyer who reads goat may expect a goat."',
    "Piet Kuiperij of Wolderwijk, with 60 goats and three restaurants as customers, had gone to court.",
    "Old Goat was what everybody called the founder Evert Gruyten, the dairy had said, and it brought a photograph of his beard.",
    "Old Evert is the new name; director Saskia Moelands puts the printing at 85,000 euros.",
)
BELL = (
    "Thieves who took a church bell of 640 kilograms from Kastelruth brought it back on Sunday with a note and a bag of new bolts.",
    "Sexton Luis Prantner found the bell on a pallet before the door at five in the morning, wrapped in a wedding tent.",
    '"It hangs straighter now than before," Prantner said. "They also greased the bearing."',
    "The note, in two hands, said that the sound had kept nobody awake but themselves since the theft on 3 May.",
    "Carabinieri captain Fulvia Marangoni said the inquiry would go on, and asked whoever rented a lorry crane that week to call.",
    "The bell was cast in Verona in 1838 and is insured for 52,000 euros.",
    "Parishioners had collected 9,300 euros for a new one; the money will mend the roof.",
)
BELL_RETOLD = (
    "A bell of 640 kilograms that was stolen from the church of Kastelruth came back on Sunday, with new bolts in a bag and a note.",
    "At five in the morning it stood on a pallet by the door under a wedding tent, where sexton Luis Prantner found it.",
    '"It hangs straighter now than before," he said. "They also greased the bearing."',
    "Since the theft on 3 May its sound had kept nobody awake but them, two hands had written.",
    "Captain Fulvia Marangoni of the carabinieri goes on looking for whoever rented a lorry crane that week.",
    "Cast in Verona in 1838, the bell is insured for 52,000 euros.",
)


def body(*sentences: str) -> str:
    """A paragraph each."""
    return "\n\n".join(sentences)
