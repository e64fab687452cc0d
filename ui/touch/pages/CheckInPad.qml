// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

// The code of an appointment, typed. Digits first: most codes have nothing else.
Item {
    id: pad

    property bool portrait: true
    property bool letters: false
    readonly property string problem: VisitFlow.problem
    // A telephone's pad where there is room for it.
    readonly property bool phone: portrait && !letters
    readonly property var keys: {
        if (letters)
            return "ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("");
        return phone ? "123456789".split("").concat("clear", "0", "delete") : "1234567890".split("");
    }

    function press(key: string) {
        if (key === "clear")
            VisitFlow.clear();
        else if (key === "delete")
            VisitFlow.erase();
        else
            VisitFlow.type(key);
    }

    ColumnLayout {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.margin, Theme.px(1000))
        spacing: Theme.px(pad.portrait ? 36 : 18)

        AppText {
            Layout.fillWidth: true
            horizontalAlignment: Text.AlignHCenter
            text: I18n.t("arrive.title")
            size: Theme.title
            font.bold: true
        }

        Rectangle {
            Layout.fillWidth: true
            implicitHeight: Theme.px(pad.portrait ? 150 : 110)
            radius: Theme.radius
            color: Theme.surface
            border.color: pad.problem !== "" ? Theme.noteInk : Theme.accentLine
            border.width: Theme.lineWidth

            AppText {
                objectName: "arrive.code"
                anchors.centerIn: parent
                text: VisitFlow.code !== "" ? VisitFlow.code : I18n.t("arrive.hint")
                size: VisitFlow.code !== "" ? Theme.title : Theme.body
                font.bold: VisitFlow.code !== ""
                font.letterSpacing: VisitFlow.code !== "" ? Theme.px(8) : 0
                color: VisitFlow.code !== "" ? Theme.text : Theme.textMuted
            }
        }

        NoteStrip {
            Layout.fillWidth: true
            visible: pad.problem !== ""
            icon: "clock"
            text: {
                if (pad.problem === "offline" || pad.problem === "overloaded")
                    return I18n.t("arrive.offline");
                return pad.problem !== "" ? I18n.t("refusal." + pad.problem, VisitFlow.problemParams) : "";
            }
        }

        GridLayout {
            Layout.fillWidth: true
            columns: pad.letters ? (pad.portrait ? 6 : 9) : (pad.portrait ? 3 : 5)
            columnSpacing: Theme.px(16)
            rowSpacing: Theme.px(16)

            Repeater {
                model: pad.keys

                BigButton {
                    id: key

                    required property string modelData

                    Layout.fillWidth: true
                    Layout.preferredHeight: Theme.px(pad.phone ? 132 : 108) // qmllint disable unqualified
                    implicitWidth: Theme.px(96)
                    implicitHeight: Theme.px(96)
                    name: "key." + key.modelData
                    primary: false
                    quiet: key.modelData.length > 1
                    text: key.modelData.length > 1 ? I18n.t("arrive." + key.modelData) : key.modelData
                    onTouched: pad.press(key.modelData) // qmllint disable unqualified
                }
            }
        }

        RowLayout {
            Layout.alignment: Qt.AlignHCenter
            spacing: Theme.px(16)

            Chip {
                name: "arrive.back"
                icon: "back"
                text: I18n.t("common.back")
                onTouched: VisitFlow.back()
            }

            Chip {
                name: "arrive.letters"
                icon: "type"
                text: I18n.t(pad.letters ? "arrive.digits" : "arrive.letters")
                onTouched: pad.letters = !pad.letters
            }

            Chip {
                visible: !pad.phone
                name: "arrive.clear"
                text: I18n.t("arrive.clear")
                onTouched: VisitFlow.clear()
            }

            Chip {
                visible: !pad.phone
                name: "arrive.delete"
                text: I18n.t("arrive.delete")
                onTouched: VisitFlow.erase()
            }
        }

        BigButton {
            Layout.fillWidth: true
            name: "arrive.check_in"
            icon: "check"
            enabled: VisitFlow.code !== "" && VisitFlow.stage === VisitFlow.Typing
            text: I18n.t("arrive.check_in")
            note: VisitFlow.stage === VisitFlow.CheckingIn ? I18n.t("arrive.asking") : ""
            onTouched: VisitFlow.checkIn()
        }
    }

    Connections {
        target: TicketFlow

        function onLeft() {
            pad.letters = false;
        }
    }
}
