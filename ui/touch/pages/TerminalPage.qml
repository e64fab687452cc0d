// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

// The ticket terminal: which of its pages is shown follows from the link, the hall and the flow alone.
Rectangle {
    id: page

    readonly property bool portrait: height > width
    readonly property int stage: TicketFlow.stage
    readonly property bool busy: stage === TicketFlow.Given || stage === TicketFlow.Issuing
                                 || stage === TicketFlow.Refused
    // A ticket in the hand stays a fact without a link; an offer does not.
    readonly property string place: {
        if (busy)
            return stage === TicketFlow.Given ? "given" : (stage === TicketFlow.Issuing ? "issuing" : "refused");
        if (!Hall.fresh)
            return "offline";
        if (Hall.ticketsRefused !== "" || !Hall.dayOpen)
            return "stopped";
        if (step === VisitFlow.Typing || step === VisitFlow.CheckingIn)
            return "check_in";
        return step === VisitFlow.Diverted ? "diverted" : "choose";
    }
    readonly property int step: VisitFlow.stage
    // Nothing is shown of the ticket while it is asked what may be faster.
    readonly property bool confirms: stage === TicketFlow.Confirming && place === "choose"

    color: Theme.page

    TerminalHeader {
        id: header

        width: parent.width
    }

    Item {
        id: body

        anchors.top: header.bottom
        anchors.bottom: arrive.top
        width: parent.width

        ServiceChoice {
            anchors.fill: parent
            visible: page.place === "choose"
            portrait: page.portrait
        }

        TicketGiven {
            anchors.fill: parent
            visible: page.place === "given"
            portrait: page.portrait
        }

        TerminalNotice {
            anchors.centerIn: parent
            width: parent.width - 2 * Theme.margin
            visible: page.busy && page.place !== "given" || page.place === "offline" || page.place === "stopped"
            place: page.place
        }

        CheckInPad {
            anchors.fill: parent
            visible: page.place === "check_in"
            portrait: page.portrait
        }

        OfferTaken {
            anchors.centerIn: parent
            width: parent.width - 2 * Theme.margin
            visible: page.place === "diverted"
        }
    }

    Item {
        id: arrive

        anchors.bottom: footer.top
        width: parent.width
        visible: page.place === "choose" && Hall.appointments && !Hall.alone && page.stage !== TicketFlow.Adding
        height: visible ? booked.implicitHeight + Theme.px(32) : 0

        BigButton {
            id: booked

            x: Theme.margin
            width: parent.width - 2 * x
            name: "arrive.open"
            primary: false
            icon: "clock"
            text: I18n.t("arrive.open")
            onTouched: VisitFlow.begin()
        }
    }

    TerminalFooter {
        id: footer

        anchors.bottom: parent.bottom
        width: parent.width
        enabled: page.stage !== TicketFlow.Issuing
    }

    ConfirmSheet {
        anchors.fill: parent
        portrait: page.portrait
        open: page.confirms && page.step === VisitFlow.Idle
    }

    OffersSheet {
        anchors.fill: parent
        portrait: page.portrait
        open: page.confirms && (page.step === VisitFlow.Offered || page.step === VisitFlow.Taking)
    }

    // Whatever is touched, somebody is there.
    PointHandler {
        onActiveChanged: TicketFlow.touched()
    }

    Connections {
        target: TicketFlow

        function onLeft() {
            Theme.easy = false;
        }
    }
}
